# SPDX-License-Identifier: GPL-2.0-only
#
# phases.gp - a panel of stacked bars: the phases of a conversion, a group of bars for
# each method and hold, in it one bar for each size of memory.

load plots.'/axes.gp'
set xrange [0:panel_end[p] + 1]
set yrange [0:yhi]
eval "set xtics (".panel_ticks[p].") scale 0 font '".(panel_end[p] > 30 ? tiny(type) : "")."'"
eval "set ytics (".yticks.")"
set grid noxtics
if (column == 0) { set ylabel axis font small(type) offset ylabel_shift(type),0 }
set style textbox opaque noborder margins 0.4, 0.4
draw = "plot $BARS index p - 1 \
	using 1:3:($1 - 0.38):($1 + 0.38):2:3:(int(word(phase_colours, int($4)))) \
	with boxxyerror lw 0.6 lc rgb variable fs solid border lc rgb 0x303030 notitle, \
	$TOTALS index p - 1 using 1:2 with points pt 6 ps 0.8 lc rgb 'black' notitle"
if (panel_over[p]) {
	draw = draw.", $OVER using ($1 == p ? $2 : NaN):(yhi):3 with labels rotate by 90 right \
		boxed offset 0,-0.6 font tiny(type) notitle"
}
if (stack_values) {
	draw = draw.", $TOTALS index p - 1 using 1:2:3 with labels offset 0,0.8 \
		font tiny(type) notitle"
}
eval draw
