/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answer/decay.h - what the two files have in common that answer Q9.
 */
#ifndef HOST_ANSWER_DECAY_H
#define HOST_ANSWER_DECAY_H

#include "host/answer/build.h"
#include "host/report/decay.h"

/* answer/first_touch.c: what there is of Q9 where no bench decay ran. */
void answer_first_touch(struct answer *answer, const struct report *report);

#endif
