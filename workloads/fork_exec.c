// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork_exec.c - processes come and go: page tables, stacks and page cache pages are
 * taken from the linear map and given back.
 */
#include "workloads/workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void child_exec(const char *path, char *const argv[])
{
	int null = open("/dev/null", O_WRONLY);

	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		_exit(126);
	execv(path, argv);
	_exit(127);
}

static int child_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -ECHILD;
}

int fork_exec(const char *path, char *const argv[], unsigned int times)
{
	int err = 0;

	while (times-- && !err) {
		pid_t pid = fork();

		if (pid < 0)
			return -errno;
		if (!pid)
			child_exec(path, argv);
		err = child_wait(pid);
	}
	return err;
}
