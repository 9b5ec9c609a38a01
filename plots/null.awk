# SPDX-License-Identifier: GPL-2.0-only
#
# null.awk - the pages of null.tsv: what measuring nothing costs, by clock read, system
# call and ioctl. It is in every other latency.

BEGIN {
	split("clock syscall ioctl", nothings, " ")
	for (i = 1; i <= 3; i++)
		nothing_rank[nothings[i]] = i
}

function take()
{
	if (!(f("metric") in nothing_rank))
		return
	take_page("null-histogram", "histogram", "What measuring costs: distribution")
	take_page("null-percentiles", "percentiles", "What measuring costs: percentiles")
}

function take_page(stem, kind, title)
{
	page(stem "-" f("cpus") "c-" f("mem_mib") "m", kind, "latency", title)
	if (kind == "histogram")
		remark[P] = lane_remark
	wrap[P] = 3
	panel(key(nothing_rank[f("metric")], f("metric")), key(0, ""))
	curve(map_key(), 10 * map_number() + 1)
	point(f("metric"), 1)
	files()
}
