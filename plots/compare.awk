# SPDX-License-Identifier: GPL-2.0-only
#
# compare.awk - the pages of a comparison's compare.tsv: for each metric, cell by cell, the
# distributions of A and B, their percentile curves, and by how much each quantile shifts.
# Cells are named as "A.<cell>" and "B.<cell>" there; run says which runs these are.

function take(    side, cell, what, nr, first)
{
	side = substr(f("cell"), 1, 1)
	cell = substr(f("cell"), 3)
	what = f("bench") " " f("op") ", " f("metric")
	nr = "-" f("op") "-" f("metric")
	take_page("compare-" f("bench") nr "-histogram", "histogram", what ": distributions", side)
	take_page("compare-" f("bench") nr "-percentiles", "percentiles", what ": percentiles", side)
	if (side != "A")
		return
	take_page("compare-" f("bench") nr "-shift", "shift", what ": change of each quantile, B against A", \
		  "change")
	shift_of[C] = cell "." f("op") "." f("metric")
}

function take_page(stem, kind, title, name,    text)
{
	page(stem, kind, f("metric"), title)
	remark[P] = kind == "histogram" ? lane_remark : kind == "shift" ? \
		"the band is the 95 % interval by hierarchical bootstrap; there is none if a side has one boot" : ""
	wrap[P] = 2
	text = map_name() pair_text() ", " gib(f("mem_mib")) ", " f("cpus") " CPU" \
		(f("cpus") == 1 ? "" : "s")
	panel(key(panel_number(text), text), key(0, ""))
	curve(key(name == "B" ? 2 : 1, name), name == "B" ? 22 : 11)
	point(f("metric"), 1)
	files()
}

function pair_text()
{
	return f("method") == "none" ? "" : ", " f("method") "." f("hold")
}

function panel_number(text)
{
	if (!(text in panel_numbers))
		panel_numbers[text] = ++nr_panel_numbers
	return panel_numbers[text]
}
