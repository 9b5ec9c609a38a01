/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record/run.h - the records of one run, read back from its directory.
 *
 * Lines that cannot be read are said with file:line, skipped and counted. All lines
 * of a boot were written at once, so they stand together; when a boot was made
 * again, its last finished attempt counts and the earlier lines are superseded.
 */
#ifndef HOST_RUN_H
#define HOST_RUN_H

#include "host/record/record.h"

struct run_record {
	struct record record;
	unsigned int line;
	bool counts;		/* belongs to the attempt that counts */
};

/* One attempt at one (cell, rep). */
struct run_boot {
	const char *cell_name;
	int64_t rep;
	size_t first, nr;	/* of the records */
	bool ended;		/* has its end line */
	bool counts;
	enum status status;	/* as its end line says */
};

struct run {
	char *dir;
	char *file;
	char *id;		/* the directory's own name */
	struct run_record *records;
	size_t nr_records, records_alloc;
	struct run_boot *boots;	/* sorted by cell, then rep; the one that counts last */
	size_t nr_boots, boots_alloc;
	unsigned int damaged;		/* lines skipped */
	unsigned int superseded;	/* lines of earlier attempts */
	unsigned int unfinished;	/* boots without an end line */
};

/*
 * Its records.jsonl, or records.jsonl.gz if that is missing or empty. -1 after a message
 * if there is no such directory or the file cannot be read.
 */
int run_read(struct run *run, const char *dir);

/*
 * The same, for who compares: -1 after a message too if lines of it cannot be read. What is
 * missing may not be missing by chance, and another version is not read at all. advice: what the
 * message ends with, or "".
 */
int run_read_whole(struct run *run, const char *dir, const char *command, const char *advice);

void run_free(struct run *run);

/* The last part of a run directory's path, links resolved; NULL after a message. */
char *run_id(const char *dir);

#endif
