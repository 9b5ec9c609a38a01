# SPDX-License-Identifier: GPL-2.0-only
#
# percentiles.gp - a panel of percentile curves: which value (y) how large a part of the
# samples stays below (x, as 1/(1-p), so that each nine takes the same room). The
# largest of n samples, which has no finite 1/(1-p), stands at n, or where the curve is
# already.

load plots.'/axes.gp'
set logscale xy
set xrange [1:xhi]
set yrange [ylo:yhi]
set xtics ((xhi > 500 ? "" : "0%%") 1, "50%%" 2, "90%%" 10, "99%%" 100, \
	"99.9%%" 1e3, "99.99%%" 1e4, "99.999%%" 1e5)
eval "set ytics (".yticks.")"
if (bottom_line) { set xlabel "share of samples below" offset 0,xlabel_lift(type) }
if (column == 0) { set ylabel axis font small(type) offset ylabel_shift(type),0 }
before = 1
plot for [i = first:last] curve_file[i] skip 1 \
	using (before = strcol(4) ne "inf" ? $4 : $3 > before ? $3 : before):($1 < ylo ? ylo : $1) \
	with linespoints ls curve_style[i] pointinterval 5 notitle
