# SPDX-License-Identifier: GPL-2.0-only
#
# scale.awk - units: how a value is written for people, and where an axis has ticks.
# Values stay as exported (ns, insn, count, KiB, bytes); only labels are scaled.

function axis_unit()
{
	if (f("unit") == "insn")
		return " (instructions)"
	if (f("unit") != "ns")
		return ""
	return f("accel") == "tcg" ? " (virtual time, not hardware)" : ""
}

function gib(mib)
{
	return mib % 1024 ? mib " MiB" : mib / 1024 " GiB"
}

# human(12500, "ns") = "12.5 µs"
function human(value, unit, digits,    names, n, i, step, name)
{
	if (value == 0)
		return "0"
	step = unit == "KiB" || unit == "bytes" ? 1024 : 1000
	if (unit == "ns")
		n = split("ns,µs,ms,s", names, ",")
	else if (unit == "KiB")
		n = split("KiB,MiB", names, ",")
	else if (unit == "bytes")
		n = split("B,KiB,MiB", names, ",")
	else
		n = split(",k,M,G,T", names, ",")
	for (i = 1; i < n && value >= step * 0.99999; i++)
		value /= step
	name = names[i]
	if (value < 1e-4)
		return sprintf("%.5f%s", value, name)
	if (unit == "insn" || unit == "count" || unit == "1/op")
		return sprintf("%." digits "g%s", value, name)
	return sprintf("%." digits "g %s", value, name)
}

function log10(value)
{
	return log(value) / log(10)
}

function tick(ticks, value, text)
{
	return ticks (ticks == "" ? "" : ", ") "\"" text "\" " sprintf("%.10g", value)
}

# Labelled at 1, at 1 2 5, or at every digit of a decade, as the range is wide; beside each
# other labels need more room than over each other.
function ticks_log(low, high, unit, beside,    decades, digits, n, digit, e, i, value, ticks)
{
	decades = log10(high / low)
	n = split(decades > (beside ? 1.6 : 3.2) ? "1" : decades > 1.2 ? "1 2 5" : decades > 0.45 ? \
		  "1 1.5 2 3 5 7" : "1 1.2 1.4 1.6 1.8 2 2.5 3 3.5 4 4.5 5 5.5 6 7 8 9", digit, " ")
	for (e = int(log10(low)) - 1; e <= log10(high) + 1; e++) {
		for (i = 1; i <= n; i++) {
			value = digit[i] * 10 ^ e
			if (value >= low * 0.999 && value <= high * 1.001)
				ticks = tick(ticks, value, human(value, unit, 3))
		}
	}
	return ticks
}

function ticks_linear(low, high, unit, about,    step, size, value, ticks, bytes)
{
	bytes = unit == "KiB" || unit == "bytes"
	size = (high - low) / about
	if (bytes)
		for (step = 1; step < size; step *= 2)
			;
	else {
		step = 10 ^ int(log10(size) - (size < 1))
		step *= step >= size ? 1 : 2 * step >= size ? 2 : 5 * step >= size ? 5 : 10
	}
	for (value = int(low / step) * step; value <= high; value += step)
		if (value >= low)
			ticks = tick(ticks, value, human(value, unit, 5))
	return ticks
}

# The range of all curves of a page, with room; panels are there to be compared.
function range_page(id,    i, j, k, x, name, low, high, some, room)
{
	low = high = 0
	for (i = 1; i <= curves; i++) {
		for (j = 1; j <= count[curve_of[i], "x"]; j++) {
			x = label(list[curve_of[i], "x", j])
			for (k = 1; k <= count[id, "name"]; k++) {
				name = label(list[id, "name", k])
				if (!((curve_of[i], x, name) in has))
					continue
				some = v[curve_of[i], x, name, "max"] + 0
				high = some > high ? some : high
				some = v[curve_of[i], x, name, "min"] + 0
				low = some > 0 && (!low || some < low) ? some : low
			}
		}
	}
	low = low ? low : 1
	high = high > low ? high : low
	# a point on the axis itself is not seen
	room = page_kind[id] == "memory" ? 1.6 : high / low < 1.5 ? 1.2 : 1.15
	page_ylo = low / room
	page_yhi = high * room
	print "ylo = " sprintf("%.10g", page_ylo) "; yhi = " sprintf("%.10g", page_yhi)
	print "yticks = " quote(ticks_log(page_ylo, page_yhi, page_unit[id], page_kind[id] == "histogram"))
}
