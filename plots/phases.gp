# SPDX-License-Identifier: GPL-2.0-only
#
# phases.gp - a panel of stacked bars: the phases of a conversion, a group of bars for
# each starting map, method and hold, in it one bar for each size of memory.

load plots.'/axes.gp'
set xrange [0:(columns_end > 6 ? columns_end : 6) + 1]
set yrange [0:yhi]
eval "set xtics (".panel_ticks[p].") scale 0 font '".(columns_end > 30 ? tiny(type) : "")."'"
eval "set ytics (".yticks.")"
set grid noxtics
eval panel_bands[p]
if (column == 0) { set ylabel axis font small(type) offset ylabel_shift(type),0 }
plot $BARS index p - 1 using 1:3:($1 - 0.38):($1 + 0.38):2:3:(int(word(phase_colours, int($4)))) \
	with boxxyerror lw 0.6 lc rgb variable fs solid border lc rgb 0x303030 notitle, \
	$TOTALS index p - 1 using 1:2 with points pt 6 ps 0.8 lc rgb "black" notitle
unset label; unset arrow
