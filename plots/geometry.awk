# SPDX-License-Identifier: GPL-2.0-only
#
# geometry.awk - how large a page is, in pixels: panels with room for their labels,
# lines of panels, legend entries. A lane of a histogram has one height everywhere. A page that
# is wider than a report or a sheet of paper is read by nobody: wide panels stand in one column.

function page_geometry(id,    kind)
{
	kind = page_kind[id]
	columns = count[id, "col"]
	if (columns == 1)
		columns = least(panels_beside(id, kind), count[id, "row"])
	else if (kind == "boot")
		columns = least(columns, columns_end > 8 ? 1 : 3)
	else if (kind ~ /^(phases|counts)$/ && columns_end > 12)
		columns = 1
	panel_lanes = kind == "moments" ? moments_lanes(id) : 0
	names_lanes = columns < 3
	if (kind == "histogram" && names_lanes)
		geometry(600, lane_left(), 26, 48, "none", 0)
	else if (kind == "histogram")
		geometry(490, 112, 26, 48, "lanes", key_width())
	else if (kind == "percentiles")
		geometry(columns > 2 ? 440 : 560, 90, 26, 48, "lines", key_width())
	else if (kind == "shift")
		geometry(560, 90, 26, 48, "none", 0)
	else if (kind == "memory")
		geometry(380, 92, 26, 48, "lines", key_width())
	else if (kind == "phases")
		geometry(bars_width(), 84, 30, 96, "phases", 110)
	else if (kind == "counts")
		geometry(bars_width(), 64, 30, 96, "counts", 150)
	else if (kind == "bars")
		geometry(most(430, columns_end * 46 + 120), 84, 30, 64, "stages", 170)
	else if (kind == "moments")
		geometry(640, 250, 30, 52, "none", 0)
	else
		geometry(most(520, columns_end * 80 + 110), 92, 26, 94, "none", 0)
	print "lane_names = " names_lanes "; lanes = " panel_lanes
	line_heights(id, kind)
}

# How many panels of a page that has one in a row stand side by side.
function panels_beside(id, kind)
{
	if (wrap[id])
		return wrap[id]
	if (kind == "bars")
		return columns_end <= 8 ? 3 : 2
	return kind == "boot" || columns_end <= 12 && kind ~ /phases|counts/ ? 2 : 1
}

function geometry(width, left, above, below, legend, entry)
{
	page_width = columns == 1 && width < 860 ? 860 : width
	print "panel_width = " page_width "; left = " left "; above = " above "; below = " below
	print "legend = " quote(legend) "; key_width = " entry
}

function bars_width()
{
	return most(520, least(columns_end * 28 + 120, 1560))
}

function most(a, b)
{
	return a > b ? a : b
}

function least(a, b)
{
	return a < b ? a : b
}

# Panels fill the lines one after the other.
function line_heights(id, kind,    i, n, line, lanes, heights, q, rows, cols)
{
	rows = count[id, "row"]
	cols = count[id, "col"]
	for (i = 0; i < rows * cols; i++) {
		q = slot(id, int(i / cols) + 1, i % cols + 1)
		n = int(i / columns) + 1
		lanes[n] = count[q, "curve"] > lanes[n] ? count[q, "curve"] : lanes[n]
	}
	for (line = 1; line <= n; line++) {
		heights[line] = kind == "histogram" ? 76 + 34 * lanes[line] : \
			kind == "phases" || kind == "counts" ? 327 : kind == "boot" ? 265 : \
			kind == "bars" ? 258 : kind == "moments" ? 86 + 15 * panel_lanes : 250
		lanes[line] += 0
	}
	print "columns = " columns "; lines = " n
	set_array("line_height", n, heights)
	set_array("line_lanes", n, lanes)
}

# Room for the longest name of a curve, at a guess of the font's width.
function longest_name(    i, n)
{
	for (i = 1; i <= curves; i++)
		n = length(curve_name[i]) > n ? length(curve_name[i]) : n
	return n
}

function lane_left()
{
	return 80 + 7 * longest_name()
}

function key_width()
{
	return 100 + 8 * longest_name()
}
