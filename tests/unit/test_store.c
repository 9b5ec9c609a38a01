// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_store.c - appending to records.jsonl: nothing stored is ever lost.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/unit/unit.h"
#include "host/record/store.h"

static int append(const char *text)
{
	return store_append(scratch, text, strlen(text));
}

static void assert_file(const char *expect)
{
	char *text = scratch_read(STORE_FILE);

	assert_string_equal(text, expect);
	free(text);
}

static void appends(void **state)
{
	(void)state;
	assert_int_equal(append("{\"a\":1}\n"), 0);
	assert_int_equal(append("{\"b\":2}\n{\"c\":3}\n"), 0);
	assert_file("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
}

static void torn_line_is_completed(void **state)
{
	(void)state;
	scratch_write(STORE_FILE, "{\"a\":1}\n{\"b\":", 13);
	said_start();
	assert_int_equal(append("{\"c\":3}\n"), 0);
	assert_said("the last line is unfinished");
	assert_file("{\"a\":1}\n{\"b\":\n{\"c\":3}\n");
}

/* A limit on the size of files stands in for a full disk: the same short write. */
static void full_disk_loses_nothing(void **state)
{
	struct rlimit old, small;
	int err;

	(void)state;
	scratch_write(STORE_FILE, "{\"a\":1}\n", 8);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 12;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	said_start();
	err = append("{\"b\":22222222}\n");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_said("cannot write 15 bytes: No space left on device; "
		    "the records before are intact");
	assert_int_equal(err, -1);
	assert_file("{\"a\":1}\n");
	assert_int_equal(append("{\"b\":2}\n"), 0);
	assert_file("{\"a\":1}\n{\"b\":2}\n");
}

static void no_directory(void **state)
{
	(void)state;
	said_start();
	assert_int_equal(store_append("/nonexistent-dir", "x\n", 2), -1);
	assert_said("/nonexistent-dir/records.lock: cannot open: No such file");
}

/* Several processes append pairs of lines at once; no pair may be torn apart. */
static void many_at_once(void **state)
{
	enum { WRITERS = 6, PAIRS = 50 };
	char *text, *line, *save = NULL, first[64];
	int i, k, status, lines = 0;

	(void)state;
	for (i = 0; i < WRITERS; i++) {
		if (fork())
			continue;
		for (k = 0; k < PAIRS; k++) {
			char *pair = xasprintf("{\"w\":%d,\"k\":%d}\n{\"w\":%d,\"k\":%d}\n", i, k,
					       i, k);

			if (append(pair))
				_exit(1);
			free(pair);
		}
		_exit(0);
	}
	for (i = 0; i < WRITERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	text = scratch_read(STORE_FILE);
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (lines++ % 2)
			assert_string_equal(line, first);
		else
			snprintf(first, sizeof(first), "%s", line);
	}
	assert_int_equal(lines, WRITERS * PAIRS * 2);
	free(text);
}

/* Looking at the end of the file and writing behind it must be one step. */
static void waits_for_the_lock(void **state)
{
	int fd, status;
	pid_t pid;

	(void)state;
	fd = open(scratch_path(STORE_LOCK), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	pid = fork();
	if (!pid) {
		close(fd);
		_exit(append("{\"a\":1}\n") ? 1 : 0);
	}
	usleep(200 * 1000);
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_file("{\"a\":1}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(appends),
		scratch_test(torn_line_is_completed),
		scratch_test(full_disk_loses_nothing),
		scratch_test(no_directory),
		scratch_test(waits_for_the_lock),
		scratch_test(many_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
