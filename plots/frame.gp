# SPDX-License-Identifier: GPL-2.0-only
#
# frame.gp - what is around the panels: title, legend, caption. Drawn last, as a plot
# of nothing over the strip of the legend, so that it can cover no data.

unset logscale; unset tics; unset border; unset xlabel; unset ylabel; unset grid; unset label
set xrange [0:1]; set yrange [0:1]
set lmargin at screen 0.01; set rmargin at screen 0.99
set bmargin at screen (foot - 22.0 * legend_lines - 4) / height
set tmargin at screen (foot - 4.0) / height
set label 1 title at screen 0.5, 1 - 18.0 / height center font ",".(points(type) ? "12" : "16")
do for [l = 1:|text|] {
	set label 1 + l text[l] at screen 10.0 / width, (11 + 17.0 * (|text| - l)) / height \
		left font small(type)
}
set key at graph 0.5, 0.5 center center horizontal Left reverse samplen 3.5 width 1 \
	maxrows legend_lines spacing (points(type) ? 1.0 : 0.9)
if (legend eq "lines") {
	plot for [i = 1:|key_name|] NaN with linespoints ls key_style[i] title key_name[i]
} else { if (legend eq "lanes") {
	plot for [i = 1:|key_name|] NaN with boxes ls key_style[i] dt solid lw 0.3 \
		fs solid lane_fill(key_style[i]) noborder title key_letter[i]."  ".key_name[i]
} else { if (legend eq "phases") {
	plot for [i = 1:words(phases_seen)] NaN with boxes \
		lc rgb int(word(phase_colours, int(word(phases_seen, i)))) \
		fs solid border lc rgb 0x303030 \
		title word(phase_names, int(word(phases_seen, i))), \
		NaN with points pt 6 lc rgb "black" title "total"
} else { if (legend eq "counts") {
	plot for [i = 1:words(count_names)] NaN with points pt int(word(count_points, i)) \
		lc rgb int(word(count_colours, i)) ps 1 lw 1.5 title word(count_names, i)
} else { if (legend eq "stages") {
	plot for [i = 1:words(stage_names)] NaN with boxes lc rgb int(word(stage_colours, i)) \
		fs solid border lc rgb 0x303030 title word(stage_names, i)
} else {
	plot NaN notitle
} } } } }
unset label
load plots.'/axes.gp'
