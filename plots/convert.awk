# SPDX-License-Identifier: GPL-2.0-only
#
# convert.awk - the pages of convert.tsv: distributions of the held time, held and
# total by memory size (split and fold side by side, a curve for each method and hold),
# phases stacked, and counts (a group for each). A row or more for each starting map.

BEGIN {
	nr_methods = split("live upstream private bbm swap private-mmuoff", methods, " ")
	nr_holds = split("none spin park mmuoff", holds, " ")
	# edit is drawn for hold none only: elsewhere it is inside held
	nr_phases = split("scan prealloc fill build gate fixup gather held edit post", phase, " ")
	nr_counts = split("tables_allocated tables_freed pages_peak entries_written" \
			  " tlbis_all tlbis_va tlbis_range tlbis_local", counts, " ")
	for (i = 1; i <= nr_phases; i++)
		is_phase[phase[i]] = 1
	for (i = 1; i <= nr_counts; i++)
		is_count[counts[i]] = 1
}

function take(    metric)
{
	direction = f("op")
	first = sub(/\.first$/, "", direction)
	if (direction != "split" && direction != "fold")
		return
	metric = f("metric")
	if (metric == "held" && !first)
		take_distribution()
	if (metric == "held" || metric == "total")
		take_memory(metric)
	if (is_phase[metric] && !first && (metric != "edit" || f("hold") == "none"))
		take_phase(metric)
	if (metric == "total" && !first)
		take_phase(metric)
	if (is_count[metric] && !first)
		take_count(metric)
}

function rank(word, words, n,    i)
{
	for (i = 1; i <= n && words[i] != word; i++)
		;
	return i
}

# Where methods that edit live tables are legal so are all others: too many for a panel.
function family_key(    live)
{
	live = f("bbm") != "none" && f("method") ~ /^(live|upstream)$/
	return key(10 * map_rank() + !live, map_name() (live ? ", live edits" : ""))
}

function take_curve(col,    m, h)
{
	m = rank(f("method"), methods, nr_methods)
	h = rank(f("hold"), holds, nr_holds)
	panel(family_key(), col)
	curve(key(10 * m + h, f("method") " " f("hold")), 10 * m + h)
}

# The same for columns of bars or dots, under which a long name has little room.
function take_group(    m, h, method)
{
	method = f("method")
	m = rank(method, methods, nr_methods)
	h = rank(f("hold"), holds, nr_holds)
	panel(map_key(), direction_key())
	curve(key(10 * m + h, method " " f("hold")), 10 * m + h)
	if (method == "upstream")
		may_end_over[C] = 1
	sub(/-/, "- ", method)
	group_of[C] = method " " f("hold")
}

function direction_key()
{
	return key(direction == "split" ? 1 : 2, direction)
}

function take_distribution(    place)
{
	place = f("cpus") "c-" f("mem_mib") "m"
	page("convert-held-histogram-" place, "histogram", "held", \
	     "How long the other CPUs are held: distribution")
	remark[P] = lane_remark
	take_curve(direction_key())
	point("held", 1)
	files()
	page("convert-held-percentiles-" place, "percentiles", "held", \
	     "How long the other CPUs are held: percentiles")
	take_curve(direction_key())
	point("held", 1)
	files()
}

function take_memory(metric)
{
	page("convert-by-memory-" f("cpus") "c", "memory", "cost", \
	     "What a conversion costs by memory size: while the others are held, and in total")
	also("points: median, bars: min to max")
	if (first)
		also("×: the first conversion of a boot (median)")
	if (f("hold") == "none")
		also("hold none holds nobody")
	take_curve(key((metric == "held" ? 1 : 3) + (direction == "fold"), direction ", " metric))
	point(first ? "first" : "later", f("mem_mib"))
}

function take_phase(metric)
{
	page("convert-phases-" f("cpus") "c", "phases", "cost", \
	     "What a conversion costs, by phase and memory size")
	also("stacked: the median of each phase; circle: the median of the total;" \
	     " not drawn: the grace period, a wait that is not in the total")
	if (metric == "edit")
		also("edit: the work of hold none, which holds nobody")
	take_group()
	point(metric, f("mem_mib"))
}

function take_count(metric)
{
	page("convert-counts-" f("cpus") "c", "counts", "count", \
	     "Tables, entries and TLB invalidations of a conversion")
	remark[P] = "median of the conversions;" \
		" the conversions of a boot that all agree count as one"
	take_group()
	point(metric, f("mem_mib"))
}
