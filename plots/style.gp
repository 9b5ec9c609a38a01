# SPDX-License-Identifier: GPL-2.0-only
#
# style.gp - fonts, colours and line styles of all plots. Style 10 * k + d has colour k
# and dash d: for conversions k is the method and d the hold, elsewhere k is the starting
# map. Colours differ in luminance, each k has points of its own shape, and those of every
# other d are empty, so that they can be told apart in grey.

set encoding utf8
set datafile separator "\t"
set datafile missing "NaN"

colours = "0x08306b 0xc84e00 0x5cb860 0x8c2d6b 0x000000 0x17a2b8"
points_full = "7 5 9 13 11 15"
points_open = "6 4 8 12 10 14"
array dashes[4] = ["solid", "(14,6)", "(5,3)", "(12,4,3,4)"]

do for [k = 1:6] {
	do for [d = 1:4] {
		eval sprintf("set style line %d lc rgb %s lw 1.8 dt %s pt %s ps 0.8", \
			10 * k + d, word(colours, k), dashes[d], \
			word((k + d) % 2 ? points_open : points_full, k))
	}
}

# Phases from the bottom of a stack to its top: neighbours are far apart in luminance, and so
# are fill and post, between which is often next to nothing.
phase_names = "scan prealloc fill build gate fixup gather held edit post"
phase_colours = "0xc6dbef 0x2171b5 0xfd8d3c 0x8c510a 0xe5f5e0 0x238b45 0xffffff 0x08306b \
	0x807dba 0xbdbdbd"
stack_values = 0	# 1: bars are few enough for the number of each over it

count_names = "'tables allocated' 'tables freed' 'pages, peak' 'entries written' \
	'TLBI all' 'TLBI va' 'TLBI range' 'TLBI local'"
count_points = "8 10 12 5 7 9 11 13"
count_colours = "0x08306b 0x41ab5d 0x7a0177 0x9e9ac8 0xd95f02 0x000000 0x8c510a 0x2171b5"

# Of a map whose workloads are measured: light, dark, between.
stage_names = "'as booted' 'after a split' 'after a fold'"
stage_colours = "0xc6dbef 0x08306b 0xfc9272"

# Where lanes are not named by more than a letter, the second of a pair is paler.
lane_fill(style) = lane_names || style % 10 != 2 ? 0.85 : 0.4

# page_start(type): a terminal of the page's size; a PNG has more pixels, for print, a PDF
# is for papers. The fonts come out alike: SVG has its sizes in pixels, the others in points.
points(type) = type ne "svg"
page_start(type) = type eq "pdf" ? \
	sprintf("set terminal pdfcairo noenhanced size %gin,%gin font 'DejaVu Sans,10' \
		fontscale 0.75 linewidth 1.2 pointscale 0.7 background 'white'", \
		width / 96.0, height / 96.0) : type eq "png" ? \
	sprintf("set terminal pngcairo noenhanced size %d,%d font 'DejaVu Sans,10' fontscale 1.5 \
		linewidth 1.5 pointscale 1.5 background 'white'", 1.5 * width, 1.5 * height) : \
	sprintf("set terminal svg noenhanced size %d,%d dynamic font 'DejaVu Sans,13' \
		background 'white'", width, height)
xlabel_lift(type) = points(type) ? 0.4 : 0.6
ylabel_shift(type) = points(type) ? -0.5 : 0.8
tiny(type) = points(type) ? ",8" : ",10.5"
small(type) = points(type) ? ",9" : ",12"

set border 3 lc rgb 0x404040
set tics out nomirror scale 0.6
set grid lc rgb 0xb8b8b8 lw 0.7 dt solid
