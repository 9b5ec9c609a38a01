# SPDX-License-Identifier: GPL-2.0-only
#
# options.awk - the page of options.tsv: what each way to the right map costs at boot, a
# group of bars an option, in it a bar for each size of memory, on it the sum's terms.

BEGIN {
	nr_phases = split("paging_init conversion", phase, " ")
	stack_values = 1
	print "stack_values = 1"
	print "phase_names = 'paging_init conversion'"
	print "phase_colours = '0xc6dbef 0x08306b'"
}

function take(    guest)
{
	guest = in_realm() ? "realm (emulated RSI)" : "plain guest"
	page("options", "phases", "boot CPU", "What each way to the right map costs at boot")
	also("a sum of medians: no kernel does this; each term was measured by itself, conversions" \
	     " on one CPU; circle: the sum, its number over it; options without all terms are not" \
	     " drawn; options: see Q1")
	if (f("op") ~ /~/)
		also("~ a term is of another guest or of CPUs with BBML2")
	panel(key(in_realm(), guest), key(0, ""))
	curve(key(substr(f("op"), 1, 1), "option " f("op")), 11)
	group_of[C] = one_line("option " f("op"))
	point(f("metric"), f("mem_mib"))
}

# "option 1 or 3" and "option 1" over "swap.park": names break at blanks that can break.
function one_line(name)
{
	gsub(/ or /, "\302\240or\302\240", name)
	sub(/^option /, "option\302\240", name)
	return name
}
