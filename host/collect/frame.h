/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect/frame.h - finds the frames in what came out of a guest; the format is described
 * in bench/frame.h. The guest may have died anywhere, or printed in between.
 */
#ifndef HOST_FRAME_H
#define HOST_FRAME_H

#include <stddef.h>

struct frame {
	const char *payload;	/* in the reader's buffer, not NUL-terminated */
	size_t len;
	unsigned int nr;	/* from 1, whole frames only */
};

struct frame_reader {
	const char *buf;
	size_t len;
	size_t pos;
	unsigned int frames;
	unsigned int lost;	/* stretches of bytes that were no whole frame */
	size_t lost_bytes;
};

void frame_reader_init(struct frame_reader *reader, const char *buf, size_t len);

/* 1 and the next whole frame, or 0 at the end. */
int frame_next(struct frame_reader *reader, struct frame *frame);

#endif
