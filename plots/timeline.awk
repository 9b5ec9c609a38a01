# SPDX-License-Identifier: GPL-2.0-only
#
# timeline.awk - the pages of timeline.tsv: when a boot came to which function of the kernel
# and what that took (a panel for each kind of guest, a lane a function), and what mapping
# memory costs by memory size. All in instructions of the boot CPU.

function take(    op)
{
	op = f("op")
	if (f("metric") == "entry" || f("metric") == "work")
		take_moment(op)
	if (f("metric") != "work")
		return
	if (op == "paging_init")
		take_cost(1, op)
	else if (op == "linear_map_maybe_split_to_ptes" && f("bbm") == "mixed")
		take_cost(2, op)
}

function take_moment(op)
{
	page("timeline-" f("cpus") "c-" f("mem_mib") "m", "moments", "boot CPU, since reset", \
	     "What the boot CPU executes until /init")
	remark[P] = "a bar reaches from the entry of the first call as far as all calls took;" \
		" beside it: what they took; line: entry only"
	panel(key(map_rank() - in_realm(), bare_map_name()), \
	      key(in_realm(), in_realm() ? "realm (emulated RSI)" : "plain"))
	curve(key(1, "boot CPU"), 11)
	point(f("metric"), op)
}

function take_cost(rank, op)
{
	page("timeline-by-memory-" f("cpus") "c", "memory", "work", \
	     "What mapping memory costs at boot, by memory size")
	wrap[P] = 2
	panel(key(rank, op), key(0, ""))
	curve(map_key(), 10 * number_of(bare_map_name()) + 1 + 2 * in_realm())
	point("later", f("mem_mib"))
}
