// SPDX-License-Identifier: GPL-2.0-only
/*
 * watchdog.c - starts a guest and ends it when it makes no progress any more. Progress is a
 * record, not time on the wall: a host that is slow or busy makes a guest slow, never hung.
 *
 *   watchdog --idle S --cpu S [--progress FILE] -- COMMAND [ARG...]
 *
 * Given up is a guest that has sent no record (FILE has not grown) while it
 *  - wanted no CPU for --idle seconds on the wall: all of its threads slept, but for less
 *    than a quarter of that time. Time in which they waited for a CPU counts as wanted, and so
 *    does a second at whose end one did, or waited for a disk, or was stopped;
 *  - or used --cpu seconds of CPU time: it runs, and gets nowhere;
 *  - or used so much CPU time in all that its records cannot come to an end.
 * Then the exit status is 124 and the last line of stderr the reason. Else it is COMMAND's
 * own, or 128 + the signal that ended it; 125 if there is nothing to watch it by.
 *
 * CPU time is utime + stime of /proc/PID/stat, the wait for a CPU the second figure of each
 * thread's schedstat (Documentation/scheduler/sched-stats.rst), which grows only when the
 * wait is over: hence the look at its state as well. A kernel without schedstat has only that.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXIT_GIVEN_UP	124
#define EXIT_TROUBLE	125
#define EXIT_NO_COMMAND	127

#define NS		1000000000ull
#define IDLE_PART	4	/* of its time that an idle guest's own timers may take */
#define ALL_CPU		4	/* times --cpu that all records together may take */
#define KILL_AFTER_S	10
#define SECONDS_MAX	1000000ull
#define WHY_MAX		80

struct watched {
	uint64_t idle_ns, cpu_ns;	/* the limits */
	const char *progress;
	char **command;
	pid_t pid;
	sigset_t child_ends;		/* SIGCHLD */
};

/* What was seen of the command; all times in ns. */
struct look {
	uint64_t wall, cpu, waited;
	off_t bytes;			/* of the file of records */
	bool wants;			/* a thread runs, waits for CPU or disk, or is stopped */
};

/* Since the last record: ring of one second each, as many as --idle has. */
struct patience {
	struct look last;
	uint64_t cpu;
	uint64_t *wanted, *passed;
	size_t nr, at, slots;
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS + (uint64_t)now.tv_nsec;
}

/* The fields of a stat file behind the name, which may contain anything. */
static int stat_read(const char *path, char *state, uint64_t *ticks)
{
	unsigned long utime, stime;
	char text[1024], *fields;
	FILE *file = fopen(path, "re");
	size_t len;

	if (!file)
		return -errno;
	len = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[len] = '\0';
	fields = strrchr(text, ')');
	if (!fields || sscanf(fields + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			      state, &utime, &stime) != 3)
		return -EINVAL;
	*ticks = utime + stime;
	return 0;
}

static void look_at_thread(struct look *look, pid_t pid, const char *tid)
{
	uint64_t ticks, ran, waited;
	char path[96], state;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%.16s/stat", pid, tid);
	if (!stat_read(path, &state, &ticks) && strchr("RDTt", state))
		look->wants = true;
	snprintf(path, sizeof(path), "/proc/%d/task/%.16s/schedstat", pid, tid);
	file = fopen(path, "re");
	if (!file)
		return;
	if (fscanf(file, "%" SCNu64 " %" SCNu64, &ran, &waited) == 2)
		look->waited += waited;
	fclose(file);
}

static int look_take(const struct watched *watched, struct look *look)
{
	struct dirent *entry;
	struct stat records;
	char path[64], state;
	uint64_t ticks;
	DIR *tasks;
	int err;

	*look = (struct look){ .wall = now_ns() };
	snprintf(path, sizeof(path), "/proc/%d/stat", watched->pid);
	err = stat_read(path, &state, &ticks);
	if (err)
		return err;
	look->cpu = ticks * (NS / (uint64_t)sysconf(_SC_CLK_TCK));
	snprintf(path, sizeof(path), "/proc/%d/task", watched->pid);
	tasks = opendir(path);
	if (!tasks)
		return -errno;
	while ((entry = readdir(tasks)))
		if (entry->d_name[0] != '.')
			look_at_thread(look, watched->pid, entry->d_name);
	closedir(tasks);
	if (watched->progress && !stat(watched->progress, &records))
		look->bytes = records.st_size;
	return 0;
}

static void patience_renew(struct patience *patience)
{
	patience->cpu = 0;
	patience->nr = 0;
	patience->at = 0;
}

/* Threads that ended took their wait with them: then it is as if there was none. */
static uint64_t grown(uint64_t before, uint64_t after)
{
	return after > before ? after - before : 0;
}

static void patience_note(struct patience *patience, const struct look *look)
{
	const struct look last = patience->last;
	const uint64_t passed = grown(last.wall, look->wall);
	const uint64_t cpu = grown(last.cpu, look->cpu);

	patience->last = *look;
	if (look->bytes != last.bytes) {
		patience_renew(patience);
		return;
	}
	patience->cpu += cpu;
	patience->wanted[patience->at] =
		look->wants ? passed : cpu + grown(last.waited, look->waited);
	patience->passed[patience->at] = passed;
	patience->at = (patience->at + 1) % patience->slots;
	if (patience->nr < patience->slots)
		patience->nr++;
}

/* It did not want a CPU in all of the time that the ring has. */
static bool patience_idle(const struct patience *patience, uint64_t idle_ns)
{
	uint64_t wanted = 0, passed = 0;
	size_t i;

	for (i = 0; i < patience->nr; i++) {
		wanted += patience->wanted[i];
		passed += patience->passed[i];
	}
	return patience->nr == patience->slots && passed >= idle_ns &&
	       wanted < passed / IDLE_PART;
}

/* Is the guest to be given up? Then why has the reason. */
static bool patience_ends(const struct patience *patience, const struct watched *watched,
			  char why[WHY_MAX])
{
	const unsigned long long idle_s = watched->idle_ns / NS, cpu_s = patience->cpu / NS;
	const unsigned long long all_s = patience->last.cpu / NS;

	if (patience_idle(patience, watched->idle_ns))
		snprintf(why, WHY_MAX, "wanted no CPU for %llu s and sent no record", idle_s);
	else if (patience->cpu >= watched->cpu_ns)
		snprintf(why, WHY_MAX, "used %llu s of CPU time and sent no record", cpu_s);
	else if (patience->last.cpu >= ALL_CPU * watched->cpu_ns)
		snprintf(why, WHY_MAX, "used %llu s of CPU time and sends records still", all_s);
	else
		return false;
	return true;
}

/* The exit status for that of waitpid(). */
static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Has it ended within so many seconds? SIGCHLD is blocked, so none is missed. */
static bool ends_within(const struct watched *watched, unsigned int seconds, int *status)
{
	const uint64_t end = now_ns() + seconds * NS;
	uint64_t now;

	while (waitpid(watched->pid, status, WNOHANG) != watched->pid) {
		struct timespec left;

		now = now_ns();
		if (now >= end)
			return false;
		left.tv_sec = (time_t)((end - now) / NS);
		left.tv_nsec = (long)((end - now) % NS);
		sigtimedwait(&watched->child_ends, NULL, &left);
	}
	return true;
}

static int give_up(const struct watched *watched)
{
	int status;

	kill(watched->pid, SIGTERM);
	kill(watched->pid, SIGCONT);
	if (!ends_within(watched, KILL_AFTER_S, &status)) {
		kill(watched->pid, SIGKILL);
		waitpid(watched->pid, &status, 0);
	}
	return EXIT_GIVEN_UP;
}

static int watch(const struct watched *watched, struct patience *patience)
{
	char why[WHY_MAX];
	struct look look;
	int status;

	if (look_take(watched, &patience->last)) {
		fprintf(stderr, "watchdog: /proc/%d cannot be read\n", watched->pid);
		give_up(watched);
		return EXIT_TROUBLE;
	}
	while (!ends_within(watched, 1, &status)) {
		if (look_take(watched, &look))
			continue;		/* it is about to end */
		patience_note(patience, &look);
		if (!patience_ends(patience, watched, why))
			continue;
		status = give_up(watched);
		/* Behind what QEMU says of being ended. */
		fprintf(stderr, "the guest %s\n", why);
		return status;
	}
	return exit_status(status);
}

static int start(struct watched *watched)
{
	sigset_t before;

	sigemptyset(&watched->child_ends);
	sigaddset(&watched->child_ends, SIGCHLD);
	sigprocmask(SIG_BLOCK, &watched->child_ends, &before);
	watched->pid = fork();
	if (watched->pid < 0) {
		perror("watchdog: fork");
		return EXIT_TROUBLE;
	}
	if (watched->pid)
		return 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execvp(watched->command[0], watched->command);
	fprintf(stderr, "watchdog: %s: %s\n", watched->command[0], strerror(errno));
	_exit(EXIT_NO_COMMAND);
}

static int usage(const char *what)
{
	fprintf(stderr, "watchdog: %s\n"
		"usage: watchdog --idle S --cpu S [--progress FILE] -- COMMAND [ARG...]\n", what);
	return 2;
}

static uint64_t seconds_ns(const char *text)
{
	char *end;
	unsigned long long seconds = strtoull(text, &end, 10);

	return *text && *text != '-' && !*end && seconds <= SECONDS_MAX ? seconds * NS : 0;
}

static int options(struct watched *watched, int argc, char **argv)
{
	int i;

	for (i = 1; i + 1 < argc && strcmp(argv[i], "--"); i += 2) {
		if (!strcmp(argv[i], "--idle"))
			watched->idle_ns = seconds_ns(argv[i + 1]);
		else if (!strcmp(argv[i], "--cpu"))
			watched->cpu_ns = seconds_ns(argv[i + 1]);
		else if (!strcmp(argv[i], "--progress"))
			watched->progress = argv[i + 1];
		else
			return usage("an option that there is not");
	}
	if (!watched->idle_ns || !watched->cpu_ns)
		return usage("--idle and --cpu need a number of seconds, 1 to 1000000");
	if (i + 1 >= argc)
		return usage("no command behind --");
	watched->command = argv + i + 1;
	return 0;
}

int main(int argc, char **argv)
{
	struct patience patience = { 0 };
	struct watched watched = { 0 };
	int err = options(&watched, argc, argv);

	if (err)
		return err;
	patience.slots = watched.idle_ns / NS;
	patience.wanted = calloc(patience.slots, sizeof(*patience.wanted));
	patience.passed = calloc(patience.slots, sizeof(*patience.passed));
	if (!patience.wanted || !patience.passed) {
		fprintf(stderr, "watchdog: no memory for %zu seconds\n", patience.slots);
		return EXIT_TROUBLE;
	}
	err = start(&watched);
	return err ? err : watch(&watched, &patience);
}
