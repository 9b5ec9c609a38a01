// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/setmem.c - Q10: how long permission changes of the linear map, and what makes the
 * kernel do them, take on each starting map.
 */
#include "host/base/alloc.h"
#include "host/answer/latency.h"

/* Sharing is Q4's. */
static const char *const names[] = {
	"ro.", "rw.", "x.", "nx.", "invalid.", "default.", "secretmem.touch",
};

#define CALL	"ro.4k"		/* what a sentence tells of each map */

static void say_cell(struct answer *answer, const struct answer_rows *rows,
		     const struct series *of, bool first)
{
	struct latency latency = latency_find(rows, of->cell_name, CALL);
	struct answer_text *said = &answer->said;
	char guest[ANSWER_GUEST_MAX];

	answer_guest(of->cell, guest);
	answer_say(said, "%s (%s): ", first ? "set_memory_ro() of a page takes, as the p50 of "
		   "first touches and of later ones" : ";", guest);
	answer_median(answer, said, latency.first);
	answer_say(said, " and ");
	answer_median(answer, said, latency.later);
	if (!latency.later || !dist_reaches(latency.later->n, 0.999))
		return;
	answer_say(said, ", p99.9 ");
	answer_give(answer, said, latency.later, "%lld", (long long)latency.later->q.p999);
}

void answer_setmem(struct answer *answer, const struct report *report)
{
	struct answer_rows rows = answer_rows(report, "setmem");
	const struct series *unit = NULL;
	size_t i;

	for (i = 0; i < rows.nr; i++) {
		if (!answer_op_is(&rows.op[i], CALL ".later"))
			continue;
		say_cell(answer, &rows, rows.op[i].series, !unit);
		unit = answer_metric(&rows.op[i], "latency");
	}
	if (unit)
		answer_say(&answer->said, "; in %s.", answer_unit(unit));
	if (!latency_table(answer, &rows, names, ARRAY_SIZE(names)))
		answer_not_measured(answer, "no permission change was timed; bench=setmem would.");
	else
		answer_say(&answer->missing, "other alignments than the size's own; more CPUs, "
			   "whose TLBs a change has to reach. BPF, modules and the rest of "
			   "memfd_secret are under == setmem, sharing is in Q4. Where "
			   "set_memory_ro() leaves the linear map alone (rodata=off) its time is "
			   "of the vmalloc mapping only.");
	answer_rows_free(&rows);
}
