# SPDX-License-Identifier: GPL-2.0-only
#
# histogram.gp - a panel of histograms, a lane for each curve, all over one logarithmic
# axis. A lane is as high as its highest bar; marks are percentiles as exported.

load plots.'/axes.gp'
lanes = last - first + 1
set logscale x
set xrange [ylo:yhi]
set yrange [lanes - line_lanes[line] - 0.1:lanes + 0.05]
eval "set xtics (".yticks.")"
set ytics ()
do for [i = first:last] {
	eval sprintf("set ytics add (\"%sn = %d\" %g)", lane_names ? curve_name[i].", " : curve_letter[i].", ", \
		curve_n[i], last - i + 0.45)
}
set ytics scale 0
set grid noytics
if (bottom_line) { set xlabel axis offset 0,xlabel_lift(type) }
plot for [i = first:last] last - i lw 0.7 lc rgb 0x808080 notitle, \
	for [i = first:last] $BARS index i - 1 \
	using (sqrt($1 * $2)):(last - i):1:2:(last - i):(last - i + 0.85 * $3) \
	with boxxyerror ls curve_style[i] dt solid lw 0.3 \
	fs solid lane_fill(curve_style[i]) noborder notitle, \
	for [i = first:last] $QUANTILES index i - 1 using 1:(last - i) \
	with points pt 9 ps 0.9 lc rgb "black" notitle, \
	for [i = first:last] $QUANTILES index i - 1 using 2:(last - i) \
	with points pt 8 ps 0.9 lc rgb "black" notitle, \
	for [i = first:last] $QUANTILES index i - 1 using 3:(last - i) \
	with points pt 2 ps 0.6 lc rgb "black" notitle
