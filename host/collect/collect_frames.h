/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect/collect_frames.h - the frames of one boot, checked against its line of the plan.
 */
#ifndef HOST_COLLECT_FRAMES_H
#define HOST_COLLECT_FRAMES_H

#include "host/collect/collect.h"
#include "host/collect/payload.h"

/* What came. The texts are empty when there is nothing to say. */
struct seen {
	bool hello, bye, bye_failed;
	int64_t number[HELLO_NR];
	char kernel[AXIS_TEXT_MAX];
	int64_t records;		/* good ones, whatever their status */
	int64_t refused;		/* frames that could not be used */
	int64_t skips;
	int64_t bye_records;
	size_t lost_bytes;
	char mismatch[256];		/* the guest is not what was planned */
	char refusal[256];		/* the first frame that could not be used */
	char failed[256];		/* the first record with status fail */
	char skip_reason[256];
};

/*
 * Returns the lines for the records that can be used, "" if there are none; the
 * caller frees them. If the guest is not what was planned, none can: they would
 * stand under the wrong cell.
 */
char *collect_frames(const struct collect *collect, struct seen *seen);

#endif
