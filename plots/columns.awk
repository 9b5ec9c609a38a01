# SPDX-License-Identifier: GPL-2.0-only
#
# columns.awk - the numbers of pages that have columns of bars or dots over names: phases
# of a conversion, counts of a conversion, what a boot costs, and walks of a TLB.

# Columns of bars or dots: a group for each curve, in it one for each x; x of a panel
# counts from 1, with a gap between groups. Ticks name the x, under them the group.
function place_columns(id, from, to,    i, j, n, x, ticks, start, end)
{
	n = 0
	for (i = from; i <= to; i++) {
		start = n + 1
		end = n + count[curve_of[i], "x"]
		for (j = 1; j <= count[curve_of[i], "x"]; j++) {
			x = label(list[curve_of[i], "x", j])
			column_at[i, x] = ++n
			ticks = tick(ticks, n, column_name(id, x) \
				     (2 * n == start + end ? group_name(id, i) : ""))
		}
		if ((end - start) % 2)
			ticks = tick(ticks, (start + end) / 2, group_name(id, i))
		n++
	}
	panel_end = n - 1
	columns_end = panel_end > columns_end ? panel_end : columns_end
	return ticks
}

# A panel of few columns has wider ones, but not very much.
function set_ends(n, ends,    i)
{
	for (i = 1; i <= n; i++)
		ends[i] = most(ends[i], most(least(6, columns_end), int(columns_end / 2)))
	set_array("panel_end", n, ends)
}

# Under its columns a name has little room: a part of it a line. The first is the columns'.
function group_name(id, i)
{
	return (page_kind[id] == "bars" ? "" : "\\n") in_lines(group_of[curve_of[i]])
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
	if (page_kind[id] == "bars")
		return ""
	if (page_kind[id] == "boot")
		return x (x == 1 ? " CPU" : " CPUs")
	text = gib(x)
	sub(/ GiB/, "G", text)
	sub(/ MiB/, "M", text)
	return text
}

# Stacked: x bottom top colour, and the total beside it, an index a panel. The kernel's
# own split costs so much more than the rest that the axis ends below it.
function data_phases(id,    q, r, c, i, n, ticks, ends, totals, high)
{
	bars_high = columns_end = nr_stacks = 0
	phases_clear()
	page_at = id
	print "$BARS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			ticks[++n] = quote(place_columns(id, first_curve[q], \
							 first_curve[q] + count[q, "curve"] - 1))
			ends[n] = panel_end
			for (i = first_curve[q]; i < first_curve[q] + count[q, "curve"]; i++)
				totals = totals stack_write(i, n)
			printf "\n\n"
			totals = totals "\n\n"
		}
	}
	print "EOD"
	print "$TOTALS << EOD\n" totals "EOD"
	set_array("panel_ticks", n, ticks)
	set_ends(n, ends)
	high = (bars_high ? bars_high : highest[id, "stack"]) * (stack_values ? 1.2 : 1.08)
	print "yhi = " high
	print "yticks = " quote(ticks_linear(0, high, page_unit[id], 6))
	print "phases_seen = " quote(phases_seen())
	stacks_over(high, page_unit[id], n)
}

function phases_clear(    k)
{
	for (k in phase_is_seen)
		delete phase_is_seen[k]
}

# Numbers of the phases that some bar of the page has: a legend names no others.
function phases_seen(    k, seen)
{
	for (k = 1; k <= nr_phases; k++)
		if (k in phase_is_seen)
			seen = seen (seen == "" ? "" : " ") k
	return seen
}

# Phases of a column on each other; returns the line of its total.
function stack_write(i, place,    c, j, k, x, bottom, top, totals)
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
			phase_is_seen[k] = 1
		}
		top = (c, x, "total") in has ? v[c, x, "total", "p50"] : "NaN"
		totals = totals column_at[i, x] OFS top OFS \
			(top == "NaN" ? "" : human(top, page_unit[page_at], 3)) "\n"
		stack_at[++nr_stacks] = place OFS column_at[i, x]
		stack_top[nr_stacks] = most(bottom, top + 0)
		widen(page_at, "stack", stack_top[nr_stacks])
		if (!(c in may_end_over))
			bars_high = most(bars_high, stack_top[nr_stacks])
	}
	return totals
}

# What goes over the top of the axis: panel x text.
function stacks_over(high, unit, n,    i, panels_over, over)
{
	for (i = 1; i <= n; i++)
		panels_over[i] = 0
	print "$OVER << EOD"
	for (i = 1; i <= nr_stacks; i++) {
		if (stack_top[i] <= high)
			continue
		print stack_at[i], human(stack_top[i], unit, 3)
		panels_over[stack_at[i] + 0] = 1
		over = 1
	}
	print "EOD"
	set_array("panel_over", n, panels_over)
	if (over)
		remark[page_at] = remark[page_at] "; over the top: the total that does not fit"
}

# Dots: x p50 min max and which metric of names[], an index a panel.
function data_counts(id,    q, r, c, i, n, ticks, ends)
{
	columns_end = 0
	print "$DOTS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			ticks[++n] = quote(place_columns(id, first_curve[q], \
							 first_curve[q] + count[q, "curve"] - 1))
			ends[n] = panel_end
			for (i = first_curve[q]; i < first_curve[q] + count[q, "curve"]; i++)
				dots_write(curve_of[i], i)
			printf "\n\n"
		}
	}
	print "EOD"
	set_array("panel_ticks", n, ticks)
	set_ends(n, ends)
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

# Bars: x value, how it is written, and which stage of the map; an index a panel, each
# with a range of its own.
function data_bars(id,    q, r, c, n, ticks, high, yticks)
{
	columns_end = 0
	print "$BARS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			ticks[++n] = quote(place_columns(id, first_curve[q], \
							 first_curve[q] + count[q, "curve"] - 1))
			high[n] = bars_write(id, q) * 1.15
			high[n] = high[n] ? high[n] : 1
			yticks[n] = quote(ticks_linear(0, high[n], page_unit[id], 5))
		}
	}
	print "EOD"
	set_array("panel_ticks", n, ticks)
	print "columns_end = " columns_end
	set_array("panel_yhi", n, high)
	set_array("panel_yticks", n, yticks)
}

function bars_write(id, q,    i, j, c, x, value, high)
{
	for (i = first_curve[q]; i < first_curve[q] + count[q, "curve"]; i++) {
		c = curve_of[i]
		for (j = 1; j <= count[c, "x"]; j++) {
			x = label(list[c, "x", j])
			value = v[c, x, "tlb", "p50"] + 0
			print column_at[i, x], value, human(value, page_unit[id], 3), x
			high = most(high, value)
		}
	}
	printf "\n\n"
	return high
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
