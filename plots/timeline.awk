# SPDX-License-Identifier: GPL-2.0-only
#
# timeline.awk - the pages of timeline.tsv: when a boot came to which function of the kernel
# and what that took (a panel for each kind of guest, a lane a function), and what mapping
# memory costs by memory size. All in instructions: when, of all CPUs; what it took, of the
# CPU that called.

function take(    op)
{
	op = f("op")
	if (f("metric") ~ /^(entry|work|others_work)$/)
		take_moment(op)
	# Devices come after memory is mapped: no other cost, and no page of its own.
	if (f("metric") != "work" || f("devices") == "yes")
		return
	if (op == "paging_init")
		take_cost(1, op)
	else if (op == "linear_map_maybe_split_to_ptes" && f("bbm") == "mixed")
		take_cost(2, op)
}

function take_moment(op)
{
	page("timeline-" f("cpus") "c-" f("mem_mib") "m", "moments", "all CPUs, since reset", \
	     "When a boot comes to which function of its kernel, and what that takes")
	remark[P] = "logarithmic axis: compare the numbers, not the lengths of bars; a bar begins at the entry of the first call and is as long as the work of all" \
		" calls, the number beside it: instructions of the CPU that called, with all that" \
		" it calls; line without number: it never returned, or on another CPU" \
		(f("cpus") > 1 ? "; with more than one CPU what comes after smp_init differs" \
		 " from boot to boot" : "")
	panel(key(map_rank() - in_realm(), bare_map_name()), \
	      key(in_realm(), in_realm() ? "realm (emulated RSI)" : "plain"))
	curve(key(1, "a boot"), 11)
	point(f("metric"), op)
}

function take_cost(rank, op)
{
	page("timeline-by-memory-" f("cpus") "c", "memory", "work of the boot CPU", \
	     "What mapping memory costs at boot, by memory size")
	wrap[P] = 2
	also("points: median, bars: min to max; with all that is called")
	if (rank == 2)
		also("late split: linear_map_maybe_split_to_ptes, on mixed CPUs, where it has" \
		     " something to split")
	panel(key(rank, rank == 2 ? "late split" : op), key(0, ""))
	curve(map_key(), 10 * number_of(bare_map_name()) + 1 + 2 * in_realm())
	point("later", f("mem_mib"))
}
