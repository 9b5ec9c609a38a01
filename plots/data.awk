# SPDX-License-Identifier: GPL-2.0-only
#
# data.awk - the numbers of a page, as its kind of picture (<kind>.gp) reads them:
# arrays over curves, or data blocks with one index a curve or a panel.

BEGIN {
	lane_remark = "a lane is as high as its highest bar; marks at its foot: full triangle" \
		" median, empty triangle 99 %, cross maximum"
}

function data_write(id)
{
	if (page_kind[id] == "percentiles")
		data_percentiles(id)
	else if (page_kind[id] == "histogram")
		data_histogram(id)
	else if (page_kind[id] == "memory")
		data_memory(id)
	else if (page_kind[id] == "phases")
		data_phases(id)
	else if (page_kind[id] == "counts")
		data_counts(id)
	else if (page_kind[id] == "bars")
		data_bars(id)
	else if (page_kind[id] == "moments")
		data_moments(id)
	else if (page_kind[id] == "shift")
		data_shift(id)
	else
		data_boot(id)
}

function export_file(folder, c)
{
	return export "/" folder "/" file_of[c] ".tsv"
}

# files(): remembers where the row's own distribution is.
function files()
{
	file_of[C] = f("cell") "." f("op") "." f("metric")
	name_of[C] = f("metric")
}

# A distribution that the table names but export/ does not have: no picture of it.
function data_missing(id,    i, folder, file, line)
{
	if (page_kind[id] !~ /^(histogram|percentiles)$/)
		return 0
	folder = page_kind[id] == "histogram" ? "hist" : "percentiles"
	for (i = 1; i <= curves; i++) {
		file = export_file(folder, curve_of[i])
		if ((getline line <file) <= 0) {
			say(file ": missing or empty: no plot " page_stem(id))
			return 1
		}
		close(file)
	}
	return 0
}

function data_percentiles(id,    i, names)
{
	for (i = 1; i <= curves; i++)
		names[i] = quote(export_file("percentiles", curve_of[i]))
	set_array("curve_file", curves, names)
	print "xhi = " 2.5 * (highest[id, "n"] > 8 ? highest[id, "n"] : 8)
}

# All panels of a page have one range. Where there is no interval the band is a line.
function data_shift(id,    i, k, file, line, part, names, bands, low, high, far)
{
	far = 1
	for (i = 1; i <= curves; i++) {
		bands[i] = 1
		file = export "/shift/" shift_of[curve_of[i]] ".tsv"
		names[i] = quote(file)
		while ((getline line <file) > 0) {
			if (split(line, part, "\t") != 5 || part[1] == "share")
				continue
			for (k = 3; k <= 5; k++) {
				if (part[k] == "NaN") {
					bands[i] = 0
					continue
				}
				low = part[k] < low ? part[k] : low
				high = part[k] > high ? part[k] : high
			}
			far = part[2] > far ? part[2] : far
		}
		close(file)
	}
	set_array("curve_file", curves, names)
	set_array("curve_band", curves, bands)
	print "shift_low = " 1.15 * low - 0.5 "; shift_high = " 1.15 * high + 0.5
	print "xhi = " 1.5 * far
}

# Buckets are drawn together where they are narrower than can be seen: BARS bars
# would fill the axis. Each lane is as high as its own highest bar.
function data_histogram(id,    i, n, c, bar, width, high, quantiles)
{
	width = log(page_yhi / page_ylo) / 72
	print "$BARS << EOD"
	for (i = 1; i <= curves; i++) {
		c = curve_of[i]
		high = lane_read(export_file("hist", c), width, bar)
		for (n in bar)
			print page_ylo * exp(n * width), page_ylo * exp((n + 1) * width), \
				bar[n] / high
		quantiles = quantiles "\n" quantile_line(c, name_of[c]) "\n\n"
		printf "\n\n"
	}
	print "EOD"
	print "$QUANTILES << EOD" quantiles "EOD"
	data_lane_n(id)
}

function quantile_line(c, name)
{
	return v[c, 1, name, "p50"] OFS v[c, 1, name, "p99"] OFS v[c, 1, name, "max"]
}

function data_lane_n(id,    i, n)
{
	for (i = 1; i <= curves; i++)
		n[i] = v[curve_of[i], 1, name_of[curve_of[i]], "n"]
	set_array("curve_n", curves, n)
}

function lane_read(file, width, bar,    line, part, n, high)
{
	for (n in bar)
		delete bar[n]
	while ((getline line <file) > 0) {
		if (split(line, part, "\t") != 3 || part[1] == "lower")
			continue
		part[1] = part[1] > page_ylo ? part[1] : page_ylo
		n = int(log(part[1] / page_ylo) / width)
		bar[n] += part[3]
		high = bar[n] > high ? bar[n] : high
	}
	close(file)
	return high
}

# mem p50 min max, an index a curve; the first conversions of a boot on their own,
# an index a panel. Without more than one size there is no line to be drawn.
function data_memory(id,    i, j, c, x)
{
	print "sizes = " count[id, "mem"]
	print "xticks = " quote(memory_ticks(id))
	print "xlo = " label_mib(id, 1) "; xhi = " label_mib(id, count[id, "mem"])
	print "$POINTS << EOD"
	for (i = 1; i <= curves; i++) {
		c = curve_of[i]
		for (j = 1; j <= count[c, "x"]; j++) {
			x = label(list[c, "x", j])
			if ((c, x, "later") in has)
				print x, v[c, x, "later", "p50"], v[c, x, "later", "min"], \
					v[c, x, "later", "max"]
		}
		printf "\n\n"
	}
	print "EOD"
	data_firsts(id)
}

# mem, number of the curve, p50.
function data_firsts(id,    r, c, q, i, j, x, n, firsts, own)
{
	print "$FIRSTS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			firsts[++n] = 0
			for (i = first_curve[q]; i < first_curve[q] + count[q, "curve"]; i++) {
				own = curve_of[i]
				for (j = 1; j <= count[own, "x"]; j++) {
					x = label(list[own, "x", j])
					if ((own, x, "first") in has) {
						print x, i, v[own, x, "first", "p50"]
						firsts[n]++
					}
				}
			}
			print firsts[n] ? "\n" : "0\t0\t0\n\n"
		}
	}
	print "EOD"
	set_array("panel_firsts", n, firsts)
}

# Sizes of memory are sorted by their MiB, which is the rank of the key.
function label_mib(id, i)
{
	return substr(list[id, "mem", i], 1, 6) + 0
}

function memory_ticks(id,    i, ticks)
{
	for (i = 1; i <= count[id, "mem"]; i++)
		ticks = tick(ticks, log(label_mib(id, i)) / log(2), label(list[id, "mem", i]))
	return ticks
}
