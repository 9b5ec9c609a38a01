# SPDX-License-Identifier: GPL-2.0-only
#
# columns.awk - the numbers of pages that have columns of bars or dots over names: phases
# of a conversion, counts of a conversion, and what a boot costs.

# Columns of bars or dots: a group for each curve, in it one for each x; x of a panel
# counts from 1, with a gap between groups. Ticks name the x, under them the group.
function place_columns(id, from, to,    i, j, n, x, ticks, start, end)
{
	n = 0
	bands = ""
	for (i = from; i <= to; i++) {
		start = n + 1
		end = n + count[curve_of[i], "x"]
		for (j = 1; j <= count[curve_of[i], "x"]; j++) {
			x = label(list[curve_of[i], "x", j])
			column_at[i, x] = ++n
			ticks = tick(ticks, n, column_name(id, x) \
				     (2 * n == start + end ? group_name(i) : ""))
		}
		if ((end - start) % 2)
			ticks = tick(ticks, (start + end) / 2, group_name(i))
		place_band(i, from, to, start, end)
		n++
	}
	columns_end = n - 1 > columns_end ? n - 1 : columns_end
	return ticks
}

# Over the groups of one starting map its name, between two maps a line.
function place_band(i, from, to, start, end,    map)
{
	map = band_of[curve_of[i]]
	if (map == "")
		return
	if (i == from || band_of[curve_of[i - 1]] != map)
		band_start = start
	if (i < to && band_of[curve_of[i + 1]] == map)
		return
	bands = bands "set label " 100 + i " \"" in_lines(map) "\"" \
		" at first " (band_start + end) / 2 ", graph 1.02 center" \
		" offset 0," line_breaks(map) * 0.9 + 0.5 " font small(type); "
	if (i < to)
		bands = bands "set arrow from first " end + 1 ", graph 0 to first " end + 1 \
			", graph 1.2 nohead lc rgb 0x808080 lw 0.8; "
}

function line_breaks(text)
{
	return gsub(/, /, "", text)
}

# Under its columns a name has little room: a part of it a line.
function group_name(i)
{
	return "\\n" in_lines(group_of[curve_of[i]])
}

function in_lines(text,    part, n, j, comma, lines)
{
	comma = text ~ /, /
	n = split(text, part, comma ? ", " : " ")
	for (j = 1; j <= n; j++)
		lines = lines (j > 1 ? (comma ? "," : "") "\\n" : "") part[j]
	return lines
}

function column_name(id, x,    text)
{
	if (page_kind[id] == "boot")
		return x (x == 1 ? " CPU" : " CPUs")
	text = gib(x)
	sub(/ GiB/, "G", text)
	sub(/ MiB/, "M", text)
	return text
}

# Stacked: x bottom top colour, and the total beside it, an index a panel.
function data_phases(id,    p, q, r, c, i, n, ticks, band, totals, high)
{
	bars_high = columns_end = 0
	print "$BARS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			ticks[++n] = quote(place_columns(id, first_curve[q], \
							 first_curve[q] + count[q, "curve"] - 1))
			band[n] = quote(bands)
			for (i = first_curve[q]; i < first_curve[q] + count[q, "curve"]; i++)
				totals = totals stack_write(i)
			printf "\n\n"
			totals = totals "\n\n"
		}
	}
	print "EOD"
	print "$TOTALS << EOD\n" totals "EOD"
	set_array("panel_ticks", n, ticks)
	set_array("panel_bands", n, band)
	print "columns_end = " columns_end
	high = bars_high * 1.08
	print "yhi = " high
	print "yticks = " quote(ticks_linear(0, high, page_unit[id], 6))
}

# Phases of a column on each other; returns the line of its total.
function stack_write(i,    c, j, k, x, bottom, top, totals)
{
	c = curve_of[i]
	for (j = 1; j <= count[c, "x"]; j++) {
		x = label(list[c, "x", j])
		bottom = 0
		for (k = 1; k <= nr_phases; k++) {
			if (!((c, x, phase[k]) in has))
				continue
			top = bottom + v[c, x, phase[k], "p50"]
			print column_at[i, x], bottom, top, k
			bottom = top
		}
		top = (c, x, "total") in has ? v[c, x, "total", "p50"] : "NaN"
		totals = totals column_at[i, x] OFS top "\n"
		bars_high = bottom > bars_high ? bottom : bars_high
		bars_high = top + 0 > bars_high ? top + 0 : bars_high
	}
	return totals
}

# Dots: x p50 min max and which metric of names[], an index a panel.
function data_counts(id,    q, r, c, i, n, ticks, band)
{
	columns_end = 0
	print "$DOTS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			ticks[++n] = quote(place_columns(id, first_curve[q], \
							 first_curve[q] + count[q, "curve"] - 1))
			band[n] = quote(bands)
			for (i = first_curve[q]; i < first_curve[q] + count[q, "curve"]; i++)
				dots_write(curve_of[i], i)
			printf "\n\n"
		}
	}
	print "EOD"
	set_array("panel_ticks", n, ticks)
	set_array("panel_bands", n, band)
	print "columns_end = " columns_end
}

function dots_write(c, i,    j, k, x, name)
{
	for (j = 1; j <= count[c, "x"]; j++) {
		x = label(list[c, "x", j])
		for (k = 1; k <= nr_counts; k++)
			if ((c, x, counts[k]) in has)
				print column_at[i, x], v[c, x, counts[k], "p50"], \
					v[c, x, counts[k], "min"], v[c, x, counts[k], "max"], k
	}
}

# A panel is one quantity at one size of memory and has its own range: what maps
# differ by is small beside the memory there is, so the axis does not begin at 0.
function data_boot(id,    q, r, c, n, ticks, low, high, yticks)
{
	columns_end = 0
	print "$DOTS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			ticks[++n] = quote(place_columns(id, first_curve[q], \
							 first_curve[q] + count[q, "curve"] - 1))
			boot_write(q)
			low[n] = boot_low - (boot_high - boot_low) * 0.25
			low[n] = low[n] > 0 ? low[n] : 0
			high[n] = boot_high + (boot_high - boot_low) * 0.35
			yticks[n] = quote(ticks_linear(low[n], high[n], boot_unit, 5))
		}
	}
	print "EOD"
	set_array("panel_ticks", n, ticks)
	print "columns_end = " columns_end
	set_array("panel_ylo", n, low)
	set_array("panel_yhi", n, high)
	set_array("panel_yticks", n, yticks)
}

function boot_write(q,    i, j, c, x)
{
	boot_low = boot_high = ""
	for (i = first_curve[q]; i < first_curve[q] + count[q, "curve"]; i++) {
		c = curve_of[i]
		for (j = 1; j <= count[c, "x"]; j++) {
			x = label(list[c, "x", j])
			boot_unit = unit_of[c]
			print column_at[i, x], v[c, x, "boot", "p50"], v[c, x, "boot", "min"], \
				v[c, x, "boot", "max"], \
				human(v[c, x, "boot", "p50"], boot_unit, 5), curve_style[c]
			boot_span(v[c, x, "boot", "min"] + 0, v[c, x, "boot", "max"] + 0)
		}
	}
	printf "\n\n"
	if (boot_high - boot_low < boot_high / 500)
		boot_span(boot_low - boot_high / 1000, boot_high + boot_high / 1000)
	if (boot_high == boot_low)
		boot_span(boot_low - 1, boot_high + 1)
}

function boot_span(low, high)
{
	boot_low = boot_low == "" || low < boot_low ? low : boot_low
	boot_high = boot_high == "" || high > boot_high ? high : boot_high
}
