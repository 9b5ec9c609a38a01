# SPDX-License-Identifier: GPL-2.0-only
#
# boot.awk - the pages of boot.tsv: what the linear map as booted costs in memory, and
# the counter when /init began. A row a quantity, a column a size of memory, a dot for
# each starting map and number of CPUs.

BEGIN {
	nr_quantities = split("linear_map_tables mem_free mem_total counter", quantity, " ")
	split("tables of the linear map,MemFree,MemTotal,counter at /init", quantity_name, ",")
	for (i = 1; i <= nr_quantities; i++)
		quantity_rank[quantity[i]] = i
}

function take(    name, row)
{
	name = f("metric")
	if (!(name in quantity_rank))
		return
	page("boot", "boot", "", "What the starting map costs at boot")
	remark[P] = "point: median, bar: min to max; axes do not begin at 0"
	row = quantity_name[quantity_rank[name]]
	if (name == "counter")
		row = row axis_unit()
	panel(key(quantity_rank[name], row), key(f("mem_mib"), gib(f("mem_mib"))))
	curve(map_key(), 10 * map_number() + 1)
	group_of[C] = map_name()
	unit_of[C] = f("unit")
	point("boot", f("cpus"))
}
