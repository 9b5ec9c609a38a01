// SPDX-License-Identifier: GPL-2.0-only
/*
 * cmd/collect.c - splitfold collect: store what one boot left behind.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/collect/collect.h"
#include "host/base/file.h"
#include "host/base/option.h"
#include "host/plan/plan_line.h"
#include "host/record/run.h"
#include "host/record/store.h"

struct collect_options {
	const char *run, *line, *frames, *console, *dead, *dead_status;
	int64_t wall_ms;
};

static int check_options(const struct collect_options *o, struct collect *collect,
			 struct plan_boot *boot)
{
	static const char *const statuses[] = { "fail", "timeout", "skip" };

	if (!o->run || !o->line || !o->frames) {
		say("collect: --run, --cell-line and --frames are needed");
		return -1;
	}
	if (option_word("dead-status", o->dead_status, statuses, ARRAY_SIZE(statuses)) < 0 ||
	    status_parse(o->dead_status, &collect->dead_status))
		return -1;
	if (plan_line_parse(o->line, boot))
		return -1;
	collect->boot = boot;
	collect->dead = o->dead;
	if (o->dead && !*o->dead)
		collect->dead = "the guest did not end well";
	collect->wall_ms = o->wall_ms;
	return 0;
}

static int store(const struct collect_options *o, struct collect *collect)
{
	if (store_append(o->run, collect->text, collect->text_len))
		return EXIT_BAD;
	if (collect->status <= STATUS_SKIP)
		return EXIT_OK;
	say("%s rep %lld: %s: %s", collect->boot->name, (long long)collect->boot->rep,
	    status_names[collect->status], collect->reason);
	return EXIT_FAILED;
}

static int collect_run(const struct collect_options *o)
{
	struct collect collect = { .frames_name = o->frames };
	char *frames = NULL, *console = NULL, *id = NULL;
	struct plan_boot boot;
	int err = EXIT_BAD;

	if (check_options(o, &collect, &boot))
		return EXIT_BAD;
	collect.run = id = run_id(o->run);
	if (!id)
		goto out;
	/* a guest that died early has no frames file; the boot is recorded all the same */
	collect.frames = frames = file_read_optional(o->frames, &collect.frames_len);
	if (!frames)
		goto out;
	if (o->console) {
		collect.console = console = file_read_optional(o->console, &collect.console_len);
		if (!console)
			goto out;
	}
	collect_boot(&collect);
	err = store(o, &collect);
	free(collect.text);
out:
	free(console);
	free(frames);
	free(id);
	return err;
}

int cmd_collect(const struct command *command, int argc, char **argv)
{
	struct collect_options o = { .dead_status = "fail", .wall_ms = -1 };
	const struct option_spec specs[] = {
		{ "run", OPTION_TEXT, &o.run, "DIR", "the run's directory (needed)", 0, 0 },
		{ "cell-line", OPTION_TEXT, &o.line, "LINE", "the boot's line of plan.tsv (needed)",
		  0, 0 },
		{ "frames", OPTION_TEXT, &o.frames, "FILE", "what the guest sent (needed)", 0, 0 },
		{ "console", OPTION_TEXT, &o.console, "FILE", "its kernel log, to look through",
		  0, 0 },
		{ "dead", OPTION_TEXT, &o.dead, "REASON", "the guest did not end by itself", 0, 0 },
		{ "dead-status", OPTION_TEXT, &o.dead_status, "S",
		  "fail (default), timeout, or skip: there was none", 0, 0 },
		{ "wall-ms", OPTION_INT, &o.wall_ms, "N", "how long the boot took", 0, INT64_MAX },
	};
	int err = option_parse(command, specs, ARRAY_SIZE(specs), argc, argv, NULL);

	if (err)
		return err > 0 ? EXIT_OK : EXIT_BAD;
	return collect_run(&o);
}
