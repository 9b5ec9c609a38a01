# SPDX-License-Identifier: GPL-2.0-only
#
# moments.awk - the numbers of a page of timelines: for each panel, functions in the order
# of their first entry, from the top down.

function data_moments(id,    q, r, c, n, ticks)
{
	moments_low = moments_high = 0
	print "$MOMENTS << EOD"
	for (r = 1; r <= count[id, "row"]; r++) {
		for (c = 1; c <= count[id, "col"]; c++) {
			q = slot(id, r, c)
			ticks[++n] = quote(count[q, "curve"] ? moments_write(curve_of[first_curve[q]]) : "")
			# A panel without a curve has an index too.
			if (!count[q, "curve"])
				print 0, 0, 0, ""
			printf "\n\n"
		}
	}
	print "EOD"
	set_array("panel_ticks", n, ticks)
	print "xlo = " moments_low / 1.5 "; xhi = " moments_high * 2
	print "xticks = " quote(ticks_log(moments_low / 1.5, moments_high * 2, page_unit[id]))
}

# Lane, entry, work and how it is written; returns the names of the lanes.
function moments_write(c,    op, n, i, j, k, x, m, entry, work, ticks)
{
	for (j = 1; j <= count[c, "x"]; j++) {
		x = label(list[c, "x", j])
		if (!((c, x, "entry") in has))
			continue
		entry = v[c, x, "entry", "p50"] + 0
		for (i = ++n; i > 1 && v[c, op[i - 1], "entry", "p50"] + 0 > entry; i--)
			op[i] = op[i - 1]
		op[i] = x
		moments_low = !moments_low || entry < moments_low ? entry : moments_low
		moments_high = entry > moments_high ? entry : moments_high
	}
	for (k = 1; k <= n; k++) {
		x = op[k]
		m = (c, x, "work") in has ? "work" : "others_work"
		work = (c, x, m) in has ? v[c, x, m, "p50"] : 0
		print -k, v[c, x, "entry", "p50"], work, (c, x, m) in has ? human(work, "insn", 3) : ""
		ticks = tick(ticks, -k, x)
	}
	return ticks
}

# The most lanes that a panel of the page has.
function moments_lanes(id,    i, n)
{
	for (i = 1; i <= curves; i++)
		n = most(n, count[curve_of[i], "x"])
	return n
}
