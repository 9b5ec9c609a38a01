# SPDX-License-Identifier: GPL-2.0-only
#
# page.gp - one page in each of the types asked for: title, a grid of panels, legend, and
# the caption that says what was measured on what. The variables come from page.awk; a
# panel is drawn by <kind>.gp, which sees the number of the panel in p and of its curves in
# first..last.

panels = |panel_title|
right = 16
width = columns * panel_width + 16
keys = legend eq "phases" ? words(phases_seen) + 1 : \
	legend eq "counts" ? words(count_names) : \
	legend eq "stages" ? words(stage_names) : |key_name|
legend_lines = legend eq "none" ? 0 : int(ceil(keys * key_width * 1.0 / (width - 40)))
head = 40
foot = 22 * legend_lines + 17 * |text| + 12
array line_top[lines]
line_top[1] = head
do for [l = 2:lines] { line_top[l] = line_top[l - 1] + line_height[l - 1] }
height = line_top[lines] + line_height[lines] + foot

do for [type in names eq '  ' || strstrt(names, ' '.stem.' ') ? types : ""] {
	eval page_start(type)
	set output outdir.'/'.stem.'.'.type
	set multiplot
	do for [p = 1:panels] {
		column = (p - 1) % columns
		line = (p - 1) / columns + 1
		bottom_line = p + columns > panels
		set lmargin at screen (8.0 + column * panel_width + left) / width
		set rmargin at screen (8.0 + (column + 1) * panel_width - right) / width
		set tmargin at screen 1 - (line_top[line] + above) * 1.0 / height
		set bmargin at screen \
			1 - (line_top[line] + line_height[line] - below) * 1.0 / height
		set label 99 panel_title[p] at screen \
			(8.0 + (column + 0.5) * panel_width + (left - right) / 2) / width, \
			1 - (line_top[line] + 12.0) / height center \
			font ",".(points(type) ? "10" : "13")
		unset key
		first = panel_first[p]; last = panel_last[p]
		if (first > last) {
			load plots.'/empty.gp'
		} else {
			load plots.'/'.kind.'.gp'
		}
	}
	load plots.'/frame.gp'
	unset multiplot
	unset output
}
