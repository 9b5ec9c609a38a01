// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_smc.c - a million hostile SMCs, from all CPUs at once: each answered as it must
 * be, the monitor's code and counters as they should be afterwards, and other work on the
 * same CPUs not disturbed. What is asked is in smc_oracle*.c.
 */
#define _GNU_SOURCE
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/iomem.h"
#include "bench/kmsg.h"
#include "bench/smc_oracle.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS		1050000
#define CALLERS_MAX	8
#define PATIENCE_S	400
#define POLL_US		20000

struct caller {
	pid_t pid;
	int fd;				/* of its own: buffers belong to the open file */
	uint64_t calls;			/* to make */
	bool done;
	char why[SMC_WHY_MAX];
	struct smc_oracle oracle;
};

/* Seen by all processes of the test. */
struct smc_check {
	struct tap *tap;
	struct device *dev;
	unsigned int nr;
	bool stop;			/* the witness */
	uint64_t rounds;
	bool wrong;
	struct caller callers[CALLERS_MAX];
	struct monitor_count before[NR_MONITOR_COUNTERS], after[NR_MONITOR_COUNTERS];
};

static void pin(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static bool caller_smc(struct caller *caller, uint64_t x[SMC_REGS])
{
	struct splitfold_smc req;

	memcpy(req.x, x, sizeof(req.x));
	if (ioctl(caller->fd, SPLITFOLD_IOC_SMC, &req)) {
		snprintf(caller->why, sizeof(caller->why), "SMC: %s", strerror(errno));
		return false;
	}
	memcpy(x, req.x, sizeof(req.x));
	return true;
}

/* Pages of its own, by both addresses; a guest that is no realm has none and needs none. */
static bool caller_memory(struct caller *caller)
{
	struct splitfold_shared req = { .pages = SMC_PAGES };
	struct smc_oracle *oracle = &caller->oracle;
	unsigned int page;

	oracle->half = 1ull << 40;
	oracle->ipa = oracle->ram_end - SMC_PAGES * REALM_GRANULE;
	if (!oracle->realm)
		return true;
	if (ioctl(caller->fd, SPLITFOLD_IOC_SHARED, &req)) {
		snprintf(caller->why, sizeof(caller->why), "no pages: %.150s", req.reason);
		return false;
	}
	oracle->ipa = req.ipa;
	oracle->half = req.unprotected;
	oracle->mem = mmap(NULL, SMC_PAGES * REALM_GRANULE, PROT_READ | PROT_WRITE, MAP_SHARED,
			   caller->fd, 0);
	if (oracle->mem == MAP_FAILED) {
		snprintf(caller->why, sizeof(caller->why), "mmap: %s", strerror(errno));
		return false;
	}
	for (page = 0; page < SMC_PAGES; page++) {
		oracle->pages[page].ripas = RIPAS_RAM;
		smc_page_fill(oracle, page);
	}
	return true;
}

/* The kernel gets its pages back as it gave them: memory. */
static bool caller_restore(struct caller *caller)
{
	struct smc_oracle *oracle = &caller->oracle;
	uint64_t end = oracle->ipa + SMC_PAGES * REALM_GRANULE;
	uint64_t x[SMC_REGS] = { FID_RSI_IPA_STATE_SET, oracle->ipa, end, RIPAS_RAM, 1 };

	oracle->sent[COUNTER_RSI_IPA_STATE_SET]++;
	oracle->calls++;
	if (!caller_smc(caller, x))
		return false;
	if (!oracle->realm || (x[0] == RSI_RET_SUCCESS && x[1] == end))
		return true;
	snprintf(caller->why, sizeof(caller->why), "its pages did not become memory again");
	return false;
}

static void caller_run(struct caller *caller)
{
	struct smc_try smc;
	uint64_t x[SMC_REGS];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin(caller->oracle.cpu);
	if (!caller_memory(caller))
		return;
	while (caller->oracle.calls < caller->calls) {
		oracle_next(&caller->oracle, &smc);
		memcpy(x, smc.x, sizeof(x));
		if (!caller_smc(caller, x))
			return;
		if (!oracle_judge(&caller->oracle, &smc, x, caller->why))
			break;
	}
	caller->done = caller_restore(caller) && !caller->why[0];
}

static bool caller_start(struct smc_check *check, unsigned int nr, uint64_t ram_end)
{
	struct caller *caller = &check->callers[nr];
	pid_t pid;

	caller->calls = CALLS / check->nr;
	caller->oracle = (struct smc_oracle){
		.realm = check->dev->info.flags & SPLITFOLD_INFO_REALM,
		.cpu = nr,
		.nr_cpus = check->nr,
		.rng = rng_seeded(1, nr),
		.ram_end = ram_end,
		.slot = nr < 4 && device_realm(check->dev) ? nr + 1 : 0,
	};
	caller->fd = open(SPLITFOLD_DEVICE, O_RDWR | O_CLOEXEC);
	if (caller->fd < 0)
		return false;
	pid = fork();
	if (!pid) {
		caller_run(caller);
		_exit(0);
	}
	caller->pid = pid;
	return pid > 0;
}

/* Work with a known result: registers and memory of others that the monitor must not touch. */
static uint64_t witness_round(void)
{
	static uint64_t words[8192];
	struct rng rng = rng_seeded(7, 7);
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		words[i] = rng_next(&rng);
	for (i = 0; i < ARRAY_SIZE(words); i++)
		sum = sum * 31 + words[i];
	return sum;
}

static pid_t witness_start(struct smc_check *check)
{
	uint64_t want = witness_round();
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pin(check->nr - 1);
	while (!*(volatile bool *)&check->stop) {
		check->wrong |= witness_round() != want;
		check->rounds++;
		usleep(POLL_US);
	}
	_exit(0);
}

/* Ends those that are left when time is up. */
static void callers_wait(struct smc_check *check)
{
	int64_t left = PATIENCE_S * 1000000ll / POLL_US;
	unsigned int i;

	for (i = 0; i < check->nr; i++) {
		pid_t pid = check->callers[i].pid;

		while (pid > 0 && !waitpid(pid, NULL, WNOHANG)) {
			if (left-- <= 0)
				kill(pid, SIGKILL);
			usleep(POLL_US);
		}
	}
}

static int counters_read(struct smc_check *check, struct monitor_count *counts)
{
	int which, err = 0;

	for (which = 0; which < NR_MONITOR_COUNTERS && !err; which++)
		err = monitor_count(check->dev, which, &counts[which]);
	return err;
}

static const char *const function_names[] = {
#define X(name, fid)	#name,
	MONITOR_FUNCTIONS(X)
#undef X
};

/* Functions of which the kernel, or the reading of counters itself, makes calls too. */
static bool others_call(enum monitor_counter which)
{
	return which == COUNTER_MONITOR_COUNTER || which == COUNTER_RSI_IPA_STATE_SET ||
	       which == COUNTER_RSI_IPA_STATE_GET;
}

static bool counters_right(const struct smc_check *check, uint64_t total, char why[SMC_WHY_MAX])
{
	const struct monitor_count *before = check->before, *after = check->after;
	unsigned int which, i;

	for (which = 0; which < ARRAY_SIZE(function_names); which++) {
		uint64_t sent = 0, counted = after[which].count - before[which].count;

		for (i = 0; i < check->nr; i++)
			sent += check->callers[i].oracle.sent[which];
		if (counted == sent || (others_call(which) && counted - sent <= 1000))
			continue;
		snprintf(why, SMC_WHY_MAX, "%s: %" PRIu64 " sent, %" PRIu64 " counted",
			 function_names[which], sent, counted);
		return false;
	}
	snprintf(why, SMC_WHY_MAX, "%" PRIu64 " SMCs sent, %" PRIu64 " counted", total,
		 after[COUNTER_EXIT_SMC].count - before[COUNTER_EXIT_SMC].count);
	return after[COUNTER_EXIT_SMC].count - before[COUNTER_EXIT_SMC].count >= total;
}

static void check_callers(struct smc_check *check)
{
	char why[SMC_WHY_MAX];
	uint64_t total = 0;
	unsigned int i;

	for (i = 0; i < check->nr; i++) {
		struct caller *caller = &check->callers[i];

		total += caller->oracle.calls;
		tap_test(check->tap, caller->done, caller->why[0] ? caller->why : "it was killed",
			 "all calls of CPU %u are answered as they must be", i);
	}
	snprintf(why, sizeof(why), "%" PRIu64 " calls", total);
	tap_test(check->tap, total >= 1000000, why, "they were %" PRIu64, total);
	tap_test(check->tap, counters_right(check, total, why), why,
		 "the counters of all functions say what was sent");
}

static void check_after(struct smc_check *check)
{
	struct monitor_info info = { 0 };
	char why[SMC_WHY_MAX];
	int err = monitor_info(check->dev, &info);

	snprintf(why, sizeof(why), "error %d; checksum %" PRIx64 " was %" PRIx64, -err,
		 info.checksum, info.checksum_at_start);
	tap_test(check->tap, !err && info.checksum == info.checksum_at_start, why,
		 "the monitor's code is as it was: %" PRIu64 " bytes in all, %" PRIu64
		 " of %" PRIu64 " pages of tables", info.image_bytes, info.pool_peak,
		 info.pool_pages);
	tap_test(check->tap, !check->wrong && check->rounds,
		 check->wrong ? "a result was wrong" : "it never ran",
		 "work beside them came out right %" PRIu64 " times", check->rounds);
}

static void check_run_smc(struct smc_check *check)
{
	char text[SMC_WHY_MAX] = "";
	struct iomem_range ram = { 0 };
	int kmsg = kmsg_open();
	unsigned int i;
	pid_t witness;
	bool ok;

	kmsg_complaint(kmsg, text, sizeof(text));	/* not ours */
	ok = !iomem_find("System RAM", &ram) && !counters_read(check, check->before);
	witness = witness_start(check);
	for (i = 0; i < check->nr && ok; i++)
		ok = caller_start(check, i, ram.end);
	tap_test(check->tap, ok, "", "%u callers have begun", check->nr);
	callers_wait(check);
	check->stop = true;
	waitpid(witness, NULL, 0);
	for (i = 0; i < check->nr; i++)
		if (check->callers[i].pid)
			close(check->callers[i].fd);
	if (ok && !counters_read(check, check->after))
		check_callers(check);
	check_after(check);
	ok = kmsg >= 0 && !kmsg_complaint(kmsg, text, sizeof(text));
	tap_test(check->tap, ok, text, "the kernel has nothing to complain of");
	close(kmsg);
}

/* An SMC may do anything where the firmware is another: the module must not let one out. */
static void check_refused(struct tap *tap, struct device *dev)
{
	struct splitfold_smc smc = { .x = { FID_SMCCC_VERSION } };

	tap_test(tap, device_smc(dev, &smc) == -ENODEV, smc.reason,
		 "without a monitor no SMC is made");
	tap_skip(tap, "no monitor of realm/ under this kernel", "hostile SMCs");
}

void check_smc(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct smc_check *check;

	(void)opt;
	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	if (!(dev->info.flags & SPLITFOLD_INFO_MONITOR)) {
		check_refused(tap, dev);
		return;
	}
	check = mmap(NULL, sizeof(*check), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	if (check == MAP_FAILED) {
		tap_test(tap, false, strerror(errno), "memory for the test");
		return;
	}
	check->tap = tap;
	check->dev = dev;
	check->nr = sysconf(_SC_NPROCESSORS_ONLN);
	if (check->nr > CALLERS_MAX)
		check->nr = CALLERS_MAX;
	check_run_smc(check);
	munmap(check, sizeof(*check));
}
