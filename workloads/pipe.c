// SPDX-License-Identifier: GPL-2.0-only
/*
 * pipe.c - two processes hand a few bytes to and fro: buffers, wake-ups, two address
 * spaces. An operation is one round.
 */
#define _GNU_SOURCE
#include "workloads/load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define BALL_BYTES	512

struct ping_pong {
	pid_t child;
	int there[2];
	int back[2];
};

static void pipe_close(int pipe[2])
{
	close(pipe[0]);
	close(pipe[1]);
}

static int ball_read(int fd)
{
	char ball[BALL_BYTES];
	ssize_t n = read(fd, ball, sizeof(ball));

	if (n == sizeof(ball))
		return 0;
	return n < 0 ? -errno : -EPIPE;
}

static int ball_write(int fd)
{
	static const char ball[BALL_BYTES];
	ssize_t n = write(fd, ball, sizeof(ball));

	if (n == sizeof(ball))
		return 0;
	return n < 0 ? -errno : -EPIPE;
}

static void child_play(struct ping_pong *play)
{
	close(play->there[1]);
	close(play->back[0]);
	while (!ball_read(play->there[0]) && !ball_write(play->back[1]))
		;
	_exit(0);
}

static int play_open(struct ping_pong *play)
{
	int err;

	if (pipe2(play->there, O_CLOEXEC))
		return -errno;
	if (!pipe2(play->back, O_CLOEXEC)) {
		play->child = fork();
		if (play->child >= 0)
			return 0;
		err = -errno;
		pipe_close(play->back);
	} else {
		err = -errno;
	}
	pipe_close(play->there);
	return err;
}

static int pipe_begin(const struct load_args *args, void **state)
{
	struct ping_pong *play = calloc(1, sizeof(*play));
	int err;

	(void)args;
	if (!play)
		return -ENOMEM;
	err = play_open(play);
	if (err) {
		free(play);
		return err;
	}
	if (!play->child)
		child_play(play);
	*state = play;
	return 0;
}

static int pipe_step(void *state, unsigned int ops)
{
	struct ping_pong *play = state;
	int err = 0;

	while (ops-- && !err) {
		err = ball_write(play->there[1]);
		if (!err)
			err = ball_read(play->back[0]);
	}
	return err;
}

/* The child sees the end of its pipe. */
static void pipe_end(void *state)
{
	struct ping_pong *play = state;

	pipe_close(play->there);
	waitpid(play->child, NULL, 0);
	pipe_close(play->back);
	free(play);
}

const struct load load_pipe = {
	.name = "pipe",
	.summary = "512 bytes to another process and back by pipes",
	.ops = 3000,
	.begin = pipe_begin,
	.step = pipe_step,
	.end = pipe_end,
};
