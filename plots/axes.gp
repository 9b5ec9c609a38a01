# SPDX-License-Identifier: GPL-2.0-only
#
# axes.gp - axes as every panel finds them.

unset logscale
unset xlabel
unset ylabel
unset mxtics
unset mytics
unset arrow
set border 3 lc rgb 0x404040
set tics out nomirror scale 0.6
set xtics norotate
set grid xtics ytics lc rgb 0xb8b8b8 lw 0.7 dt solid
