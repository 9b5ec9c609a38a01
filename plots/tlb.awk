# SPDX-License-Identifier: GPL-2.0-only
#
# tlb.awk - the pages of tlb_per_op.tsv: what an operation of each workload costs a modelled
# TLB. A panel a workload, in it a group of bars for each starting map, or for each
# geometry on the map of ptes, and a bar for the map as booted, after a split, after a fold.

BEGIN {
	nr_stages = split("booted split fold", stages, " ")
	for (i = 1; i <= nr_stages; i++)
		stage_rank[stages[i]] = i
	of_metric["walk"] = "walks"
	of_metric["l1_refill"] = "refills"
}

function take(    part, name)
{
	# Of programs it is taken off.
	if (f("op") ~ /-start$/)
		return
	# What cannot differ hardly touches the linear map: all its accesses are drawn.
	name = f("metric")
	if (split(name, part, "_") < 2 || part[1] != (f("op") == "control" ? "all" : "linear"))
		return
	sub(/^[a-z]*_/, "", name)
	if (!(name in of_metric) || !(f("stage") in stage_rank))
		return
	take_maps(of_metric[name])
	if (of_metric[name] == "walks" && f("bbm") == "none" && f("rodata") == "on")
		take_geometries()
}

function place()
{
	return "-" f("guest") "-" f("cpus") "c-" f("mem_mib") "m" \
		(f("load") == "all" ? "" : "-" f("load"))
}

function take_page(stem, title, axis)
{
	page(stem place(), "bars", axis, title (in_realm() ? ", realm" : ", plain guest"))
	also("a model's counts, not time; no bar: skipped, see report.txt")
	if (f("op") == "control")
		also("control: all accesses")
	if (!(f("op") in workload_rank))
		workload_rank[f("op")] = ++nr_workloads
	panel(key(workload_rank[f("op")], f("op")), key(0, ""))
}

# A geometry is called as its core is, with what is changed in it behind a "-".
function core_name(    name, core)
{
	name = f("geometry")
	core = name
	sub(/-.*/, "", core)
	name = substr(name, length(core) + 2)
	if (core ~ /^[anx][0-9]+$/)
		core = (core ~ /^n/ ? "Neoverse " : "Cortex-") toupper(core)
	return core (name == "" ? "" : ", " name)
}

function take_maps(what)
{
	take_page("tlb-" what "-" f("geometry"), "Linear map, TLB of " core_name() \
		  ": " what " of an operation", what " of an operation")
	curve(map_key(), 10 * map_number() + 1)
	group_of[C] = map_name()
	least_keys[P] = what == "walks" ? 1 : 2
	point("tlb", stage_rank[f("stage")])
}

function take_geometries()
{
	take_page("tlb-geometries", "Linear map booted with ptes: walks of an operation", \
		  "walks of an operation")
	curve(key(0, f("geometry")), 11)
	group_of[C] = core_name()
	least_keys[P] = 2
	point("tlb", stage_rank[f("stage")])
}
