# SPDX-License-Identifier: GPL-2.0-only
#
# counts.gp - a panel of counts as dots over a logarithmic axis, a group for each
# method and hold, in it a column for each size of memory. Zero has its own line at the
# bottom.

load plots.'/axes.gp'
bottom = yhi ** -0.08
set logscale y
set xrange [0:panel_end[p] + 1]
set yrange [bottom * 0.7:yhi * 1.5]
eval "set xtics (".panel_ticks[p].") scale 0 font '".(panel_end[p] > 30 ? tiny(type) : "")."'"
set ytics ("0" bottom, "1" 1, "10" 10, "100" 100, "1k" 1e3, "10k" 1e4, "100k" 1e5, "1M" 1e6, \
	"10M" 1e7, "100M" 1e8)
if (column == 0) { set ylabel "count" font small(type) offset ylabel_shift(type),0 }
set grid noxtics
plot for [k = 1:words(count_names)] $DOTS index p - 1 \
	using ($5 == k ? $1 + 0.09 * (k - 4.5) : NaN):($2 > 0 ? $2 : bottom) \
	with points pt int(word(count_points, k)) lc rgb int(word(count_colours, k)) \
	ps 0.9 lw 1.3 notitle
