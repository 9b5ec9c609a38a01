# SPDX-License-Identifier: GPL-2.0-only
#
# memory.gp - a panel of times by memory size. With one size there is nothing to draw a
# line through: then there is a point for each curve, side by side.

load plots.'/axes.gp'
log2(mib) = log(mib) / log(2)
some = last - first + 1
aside(i) = (sizes > 1 ? 0.09 : 0.8 / some) * (i - (first + last) / 2.0)
set logscale y
set xrange [log2(xlo) - 0.5:log2(xhi) + 0.5]
set yrange [ylo:yhi]
eval "set xtics (".xticks.")"
eval "set ytics (".yticks.")"
if (bottom_line) { set xlabel "memory" offset 0,xlabel_lift(type) }
if (column == 0) { set ylabel axis font small(type) offset ylabel_shift(type),0 }
draw = sprintf("plot for [i = first:last] $POINTS index i - 1 \
	using (log2($1) + aside(i)):2:3:4 with %s ls curve_style[i] notitle", \
	sizes > 1 ? "yerrorlines" : "yerrorbars")
if (panel_firsts[p]) {
	draw = draw.", $FIRSTS index p - 1 using (log2($1) + aside($2)):3 \
		with points pt 2 ps 0.8 lc rgb 'black' notitle"
}
eval draw
