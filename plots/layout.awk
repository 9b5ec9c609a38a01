# SPDX-License-Identifier: GPL-2.0-only
#
# layout.awk - from a table of export/ to a list of pages that gnuplot loads. It only
# sorts rows into pages, panels and curves: no number is made here. Which row goes
# where is said by take() in the file of its benchmark, such as convert.awk; how a
# kind of page wants its numbers, in data.awk. A page holds one machine, accel, clock,
# page size and kernel, because these must never be compared unseen; realms and plain
# guests stand beside each other under names that say which is which (map.awk).

BEGIN { FS = OFS = "\t" }

FNR == 1 {
	for (i = 1; i <= NF; i++)
		column[$i] = i
	next
}

{ take() }

END {
	if (failed)
		exit 1
	if (!pages && NR > 1)
		say(FILENAME ": no plot: no row is of a kind that is drawn")
	for (i = 1; i <= pages; i++)
		page_write(page_id[i])
}

function say(text)
{
	sub(/.*\/export\//, "export/", text)
	print "plots: " text >"/dev/stderr"
}

function f(name)
{
	if (!(name in column)) {
		say(FILENAME ": no column '" name "'")
		failed = 1
		exit 1
	}
	return $column[name]
}

# Keys sort by a rank in front of what is shown.
function key(order, text)
{
	return sprintf("%06d", order) text
}

function label(sorted)
{
	return substr(sorted, 7)
}

# page(): the row is drawn on this page; what follows it refers to it.
function page(stem, kind, what, title,    id)
{
	id = stem page_suffix()
	P = id
	if (!(id in page_kind)) {
		page_id[++pages] = id
		page_kind[id] = kind
		page_title[id] = title
		page_unit[id] = f("unit")
		page_axis[id] = what axis_unit()
		page_facts(id)
	}
	add(id, "guest", key(in_realm(), guest_name()))
	add(id, "cpus", key(f("cpus"), f("cpus")))
	add(id, "mem", key(f("mem_mib"), gib(f("mem_mib"))))
	widen(id, "n", f("n"))
	widen(id, "boots", f("boots"))
}

# Axes that no page mixes, when they are not what most runs have.
function page_suffix(    s)
{
	s = f("cpu") == "max" || f("cpu") == "host" ? "" : "-" f("cpu")
	s = s (f("el") == 1 ? "" : "-el" f("el"))
	s = s "-" f("clock")
	s = s (f("devices") == "yes" ? "-devices" : "")
	s = s (f("accel") == "tcg" ? "" : "-" f("accel"))
	s = s (f("page_kib") == 4 ? "" : "-" f("page_kib") "k")
	return s "@" f("kernel")
}

# A kernel is named in the page's file name only if the table has more than one.
function page_stem(id)
{
	if (nr_kernels == 1)
		sub(/@.*/, "", id)
	gsub(/[^A-Za-z0-9._-]/, "_", id)
	return id
}

function page_facts(id)
{
	if (!(f("kernel") in kernels))
		kernels[f("kernel")] = ++nr_kernels
	page_accel[id] = f("accel")
	page_clock[id] = f("clock")
	fact[id, "accel"] = "accel " f("accel")
	fact[id, "kernel"] = "kernel " f("kernel") ", " f("page_kib") "K pages" \
		(f("el") == 1 ? "" : ", at EL2")
	fact[id, "cpu"] = f("cpu") == "max" || f("cpu") == "host" ? "" : " (" f("cpu") ")"
}

# panel(): where on the page; curve(): whose numbers in the panel, in which style.
function panel(row, col)
{
	add(P, "row", row)
	add(P, "col", col)
	Q = P SUBSEP row SUBSEP col
}

function curve(series, style)
{
	add(Q, "curve", series)
	add(P, "key", series)
	C = Q SUBSEP series
	curve_style[C] = style
	key_style[P, series] = style
}

# also(): a remark of the page, said once and only if it has a row that needs it.
function also(text)
{
	if (!index(remark[P], text))
		remark[P] = remark[P] (remark[P] == "" ? "" : "; ") text
}

# slot(): the panel at row r and column c, whether it has curves or not.
function slot(id, r, c)
{
	return id SUBSEP list[id, "row", r] SUBSEP list[id, "col", c]
}

# point(): the numbers of the row, as metric name at x of the curve.
function point(name, x)
{
	add(C, "x", key(x, x))
	add(P, "name", key(0, name))
	v[C, x, name, "p50"] = f("p50")
	v[C, x, name, "p99"] = f("p99")
	v[C, x, name, "min"] = f("min")
	v[C, x, name, "max"] = f("max")
	v[C, x, name, "n"] = f("n")
	has[C, x, name] = 1
}

# Small sorted sets: list[owner, set, 1..count[owner, set]].
function add(owner, set, member,    i, n)
{
	if ((owner, set, "has", member) in member_of)
		return
	member_of[owner, set, "has", member] = 1
	n = ++count[owner, set]
	for (i = n; i > 1 && list[owner, set, i - 1] > member; i--)
		list[owner, set, i] = list[owner, set, i - 1]
	list[owner, set, i] = member
}

function widen(owner, name, value)
{
	value += 0
	if (!((owner, name) in lowest) || value < lowest[owner, name])
		lowest[owner, name] = value
	if (!((owner, name) in highest) || value > highest[owner, name])
		highest[owner, name] = value
}

function join_labels(owner, set, between,    i, text)
{
	for (i = 1; i <= count[owner, set]; i++)
		text = text (i > 1 ? between : "") label(list[owner, set, i])
	return text
}
