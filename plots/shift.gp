# SPDX-License-Identifier: GPL-2.0-only
#
# shift.gp - a panel of a comparison: by how many % each quantile of B is above A's (line),
# and between which bounds that lies (band). Each nine takes the same room.

load plots.'/axes.gp'
set logscale x
set xrange [1:xhi]
set yrange [shift_low:shift_high]
set xtics ("0%%" 1, "50%%" 2, "90%%" 10, "99%%" 100, "99.9%%" 1e3, "99.99%%" 1e4)
set arrow 1 from 1, 0 to xhi, 0 nohead lw 1.2 lc rgb "black"
if (bottom_line) { set xlabel "share of samples below" offset 0,xlabel_lift(type) }
if ((p - 1) % columns == 0) { set ylabel "change, %" font small(type) offset ylabel_shift(type),0 }
plot for [i = first:last] curve_file[i] skip 1 \
	using 2:(column(curve_band[i] ? 4 : 3)):(column(curve_band[i] ? 5 : 3)) with filledcurves \
	fc rgb 0x9ecae1 fs solid 0.6 noborder notitle, \
	for [i = first:last] curve_file[i] skip 1 using 2:3 \
	with linespoints ls curve_style[i] notitle
unset arrow 1
