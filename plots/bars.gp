# SPDX-License-Identifier: GPL-2.0-only
#
# bars.gp - a panel of one workload: a group of bars for each map or geometry, in it one
# for each stage of the map, with its value over it. Panels are not on one scale.

load plots.'/axes.gp'
set xrange [0.2:columns_end + 0.8]
set yrange [0:panel_yhi[p]]
eval "set xtics (".panel_ticks[p].") scale 0"
eval "set ytics (".panel_yticks[p].")"
set grid noxtics
if (column == 0) { set ylabel axis font small(type) offset ylabel_shift(type),0 }
plot $BARS index p - 1 using 1:2:($1 - 0.4):($1 + 0.4):(0):2:(int(word(stage_colours, int($4)))) \
	with boxxyerror lw 0.6 lc rgb variable fs solid border lc rgb 0x303030 notitle, \
	$BARS index p - 1 using 1:2:3 with labels offset 0,0.6 font tiny(type) notitle
