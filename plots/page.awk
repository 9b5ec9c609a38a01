# SPDX-License-Identifier: GPL-2.0-only
#
# page.awk - writes a page as gnuplot variables: what page.gp needs to place panels,
# title, legend and caption, then by data.awk what the kind of page draws.

# A distribution of fewer samples is a few points, which a table says better.
BEGIN { LEAST_SAMPLES = 10 }

function quote(text)
{
	gsub(/'/, "''", text)
	return "'" text "'"
}

function set_array(name, n, text,    i)
{
	printf "array %s[%d] = [", name, n
	for (i = 1; i <= n; i++)
		printf "%s%s", (i > 1 ? ", " : ""), text[i]
	print "]"
}

function page_write(id)
{
	too_many(id)
	number_curves(id)
	# A page that compares and has but one thing to show says nothing that others do not.
	if (data_missing(id) || count[id, "key"] < least_keys[id])
		return
	range_page(id)
	if (page_kind[id] ~ /^(histogram|percentiles)$/ && highest[id, "n"] < LEAST_SAMPLES) {
		say(page_stem(id) ": no plot of a distribution of " highest[id, "n"] " samples")
		return
	}
	print "stem = " quote(page_stem(id))
	print "kind = " quote(page_kind[id])
	print "title = " quote(page_title[id])
	print "axis = " quote(page_axis[id])
	write_panels(id)
	write_curves(id)
	write_keys(id)
	data_write(id)
	page_geometry(id)
	write_text(page_caption(id), page_note(id))
	print "load plots.'/page.gp'"
	print ""
}

function range_text(low, high)
{
	return low == high ? low : low " to " high
}

function page_caption(id,    n, boots, cpus)
{
	n = range_text(lowest[id, "n"], highest[id, "n"])
	boots = range_text(lowest[id, "boots"], highest[id, "boots"])
	cpus = join_labels(id, "cpus", ", ")
	return fact[id, "accel"] " · guest " join_labels(id, "guest", ", ") " · clock " page_clock[id] " · " fact[id, "kernel"] " · " cpus \
		(cpus == "1" ? " CPU" : " CPUs") fact[id, "cpu"] \
		" · " join_labels(id, "mem", ", ") " · run " run \
		" · n = " n " from " boots (boots == "1" ? " boot" : " boots")
}

# What has to be known before a number of the page is quoted.
function page_note(id,    text)
{
	text = remark[id]
	if (id ~ /^convert-(held|by-memory)/ && highest_cpus(id) == 1)
		text = text (text ? " · " : "") \
			"with one CPU no other is held: the time under stop_machine()"
	if (page_unit[id] == "insn" && highest_cpus(id) > 1 && id !~ /^(timeline|options)/)
		text = text (text ? " · " : "") "the count holds the waiting CPUs' spinning too"
	if (page_accel[id] == "tcg" && page_clock[id] == "host" && page_unit[id] == "ns")
		text = text (text ? " · " : "") "TCG: virtual time, not hardware"
	if (page_accel[id] == "tcg" && page_unit[id] == "insn")
		text = text (text ? " · " : "") "TCG: instructions executed, not time"
	if (page_kind[id] == "bars" && count[id, "row"] * count[id, "col"] > 1)
		text = text (text ? " · " : "") "each panel has its own axis"
	return text
}

function highest_cpus(id)
{
	return label(list[id, "cpus", count[id, "cpus"]]) + 0
}

# Panels in reading order; slots of the grid that have no curve stay.
function write_panels(id,    r, c, n, titles, first, last, q, rows, cols)
{
	rows = count[id, "row"]
	cols = count[id, "col"]
	for (r = 1; r <= rows; r++) {
		for (c = 1; c <= cols; c++) {
			q = slot(id, r, c)
			titles[++n] = quote(panel_title(label(list[id, "row", r]), \
							label(list[id, "col", c])))
			first[n] = first_curve[q] + 0
			last[n] = first_curve[q] + count[q, "curve"] - 1
		}
	}
	set_array("panel_title", n, titles)
	set_array("panel_first", n, first)
	set_array("panel_last", n, last)
}

function panel_title(row, col)
{
	return row (row != "" && col != "" ? ": " : "") col
}

# More lines than this in a panel are not read by anybody.
function too_many(id,    r, c, q, limit)
{
	limit = 10
	if (page_kind[id] !~ /^(histogram|percentiles|memory)$/)
		return
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			if (count[q, "curve"] <= limit)
				continue
			say(page_stem(id) ": " count[q, "curve"] " curves in one panel," \
			    " the first " limit " are drawn")
			count[q, "curve"] = limit
		}
	}
}

# Curves are numbered over the page, panel by panel.
function number_curves(id,    r, c, q, i)
{
	curves = 0
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			first_curve[q] = curves + 1
			for (i = 1; i <= count[q, "curve"]; i++) {
				curve_of[++curves] = q SUBSEP list[q, "curve", i]
				curve_name[curves] = label(list[q, "curve", i])
			}
		}
	}
}

function write_curves(id,    i, names, styles, letters)
{
	for (i = 1; i <= curves; i++) {
		names[i] = quote(curve_name[i])
		styles[i] = curve_style[curve_of[i]]
		letters[i] = quote(key_letter(id, curve_of[i]))
	}
	set_array("curve_name", curves, names)
	set_array("curve_letter", curves, letters)
	set_array("curve_style", curves, styles)
}

function write_keys(id,    i, names, styles, letters, n)
{
	n = count[id, "key"]
	for (i = 1; i <= n; i++) {
		names[i] = quote(label(list[id, "key", i]))
		styles[i] = key_style[id, list[id, "key", i]]
		letters[i] = quote(letter(i))
	}
	set_array("key_name", n, names)
	set_array("key_letter", n, letters)
	set_array("key_style", n, styles)
}

# By which a legend and a lane name the same where colours are not seen.
function letter(i)
{
	return i <= 26 ? substr("abcdefghijklmnopqrstuvwxyz", i, 1) : i
}

function key_letter(id, c,    part, n, i)
{
	n = split(c, part, SUBSEP)
	for (i = 1; list[id, "key", i] != part[n]; i++)
		;
	return letter(i)
}

# The caption, broken between its parts where the page is too narrow.
function write_text(caption, note,    n, lines)
{
	n = break_text(caption, " · ", lines, 0)
	n = break_text(note, note ~ / · / ? "; | · " : "; ", lines, n)
	set_array("text", n, lines)
}

function break_text(text, between, lines, n,    part, i, k, line, limit)
{
	limit = (columns * page_width + 16 - 24) / 6.4
	k = split(text, part, between)
	for (i = 1; i <= k; i++) {
		if (line != "" && length(line) + length(part[i]) > limit) {
			lines[++n] = quote(line)
			line = ""
		}
		line = line (line == "" ? "" : " · ") part[i]
	}
	if (line != "")
		lines[++n] = quote(line)
	return n
}
