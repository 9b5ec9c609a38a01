// SPDX-License-Identifier: GPL-2.0-only
/* main.c - judges the traces that are named: exit status 0 agreed, 1 differs, 2 no trace. */
#include "tests/judge/judge.h"

#include <errno.h>
#include <string.h>

static int judge_file(const char *name)
{
	FILE *in = fopen(name, "re");
	struct totals totals;
	int ret, i;

	if (!in) {
		fprintf(stderr, "%s: %s\n", name, strerror(errno));
		return 2;
	}
	ret = trace_judge(in, name, stderr, &totals);
	fclose(in);
	if (ret == 2)
		return 2;
	printf("%s: %lu events;", name, totals.events);
	for (i = 0; i < V_NR; i++)
		printf(" %lu %s", totals.verdicts[i], judge_names[i]);
	printf("; %lu differences\n", totals.differences);
	return ret;
}

int main(int argc, char **argv)
{
	int i, ret, worst = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: judge TRACE... (qemu/plugin/TRACE.md)\n");
		return 2;
	}
	for (i = 1; i < argc; i++) {
		ret = judge_file(argv[i]);
		worst = ret > worst ? ret : worst;
	}
	return worst;
}
