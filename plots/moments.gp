# SPDX-License-Identifier: GPL-2.0-only
#
# moments.gp - a panel of one boot as a timeline: a lane for each function, from the one
# that was entered first. The axis is logarithmic: much happens early.

load plots.'/axes.gp'
set logscale x
set xrange [xlo:xhi]
set yrange [-lanes - 0.7:-0.3]
eval "set xtics (".xticks.")"
eval "set ytics (".panel_ticks[p].") scale 0 font tiny(type)"
set grid noytics
if (bottom_line) { set xlabel axis offset 0,xlabel_lift(type) }
plot $MOMENTS index p - 1 using 2:1:2:($2 + $3):($1 - 0.36):($1 + 0.36) with boxxyerror \
	lw 0.8 lc rgb 0x2171b5 fs solid 0.7 border lc rgb 0x08306b notitle, \
	$MOMENTS index p - 1 using ($2 + $3):1:4 with labels left offset 0.6,0 font tiny(type) notitle
