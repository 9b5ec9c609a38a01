# SPDX-License-Identifier: GPL-2.0-only
#
# setmem.awk - the pages of setmem.tsv: latency of permission changes in the kernel
# (a row for an operation and its inverse, a column a size) and of what user space does
# to cause them. Starting maps, and first touch and later ones, side by side.

BEGIN {
	split("4k 64k 2m", sizes, " ")
	for (i = 1; i <= 3; i++)
		size_rank[sizes[i]] = i
	nr_user = split("secretmem.touch secretmem.create secretmem.ftruncate secretmem.mmap " \
			"secretmem.munmap secretmem.close bpf.load bpf.close " \
			"module.load module.unload", user, " ")
	for (i = 1; i <= nr_user; i++)
		user_rank[user[i]] = i
}

function take(    part, n, op)
{
	if (f("metric") != "latency")
		return
	op = f("op")
	touch = ""
	if (sub(/\.first$/, "", op))
		touch = "first"
	else if (sub(/\.later$/, "", op))
		touch = "later"
	n = split(op, part, ".")
	if (n == 2 && part[2] in size_rank)
		take_kernel(part[1], part[2])
	else if (op in user_rank)
		take_user(op)
}

function pair_of(op)
{
	return op == "ro" || op == "rw" ? "ro" : op == "x" || op == "nx" ? "x" : \
		op == "decrypt" || op == "encrypt" ? "decrypt" : "invalid"
}

function calls(op)
{
	return op == "invalid" || op == "default" ? "set_direct_map_" op : \
		"set_memory_" op (op ~ /crypt$/ ? "ed" : "")
}

function take_kernel(op, size,    pair, row, col)
{
	pair = pair_of(op)
	row = key(op == pair ? 1 : 2, calls(op))
	col = key(size_rank[size], toupper(size))
	take_both("setmem-" pair, row, col, calls(pair) "() and its inverse, in the kernel", 0)
}

function take_user(op)
{
	if (touch == "later")
		touch = ""
	take_both("setmem-user", key(user_rank[op], op), key(0, ""), \
		  "What changes the linear map from user space", 3)
}

function take_both(stem, row, col, title, columns,    place)
{
	place = "-" f("cpus") "c-" f("mem_mib") "m"
	take_page(stem "-histogram" place, "histogram", title ": distribution", \
		  row, col, columns)
	take_page(stem "-percentiles" place, "percentiles", title ": percentiles", \
		  row, col, columns)
}

function take_page(stem, kind, title, row, col, columns)
{
	page(stem, kind, "latency", title)
	if (kind == "histogram")
		remark[P] = lane_remark
	wrap[P] = columns
	panel(row, col)
	curve(key(10 * map_rank() + (touch != "first"), \
		  map_name() (touch == "" ? "" : ", " touch (touch == "first" ? " touch" : ""))), \
	      10 * map_number() + (touch == "first" ? 2 : 1))
	point("latency", 1)
	files()
}
