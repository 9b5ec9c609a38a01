# SPDX-License-Identifier: GPL-2.0-only
#
# empty.gp - a place in the grid of panels for which the run has no record.

unset logscale; unset tics; unset border; unset xlabel; unset ylabel; unset grid
set xrange [0:1]; set yrange [0:1]
set label 9 "no record in this run" at graph 0.5, 0.5 center textcolor rgb 0x808080
plot NaN notitle
unset label 9
load plots.'/axes.gp'
