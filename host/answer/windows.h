/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * answer/windows.h - calls of set_memory_decrypted() and set_memory_encrypted() at boot, by
 * the window that they fall into and by who calls, as bench timeline counts them.
 */
#ifndef HOST_ANSWER_WINDOWS_H
#define HOST_ANSWER_WINDOWS_H

#include "host/answer/build.h"

/* How many sentences or rows there are: 0 says nothing, and makes no table. */
size_t windows_say(struct answer *answer, const struct answer_rows *timeline);
size_t windows_table(struct answer *answer, const struct answer_rows *timeline);

#endif
