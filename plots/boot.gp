# SPDX-License-Identifier: GPL-2.0-only
#
# boot.gp - a panel of one quantity of the booted system, a group for each starting map,
# in it a dot for each number of CPUs, with its value beside it.

load plots.'/axes.gp'
set xrange [0.2:columns_end + 0.8]
set yrange [panel_ylo[p]:panel_yhi[p]]
eval "set xtics (".panel_ticks[p].") scale 0"
eval "set ytics (".panel_yticks[p].")"
set grid noxtics
plot $DOTS index p - 1 using 1:2:3:4:6 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb 0x08306b notitle, \
	$DOTS index p - 1 using 1:4:5 with labels offset 0,0.8 font small(type) notitle
