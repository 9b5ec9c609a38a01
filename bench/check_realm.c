// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_realm.c - the monitor enforces RIPAS: what is shared cannot be reached by its
 * protected address, what is private not by the other, and what changes is empty. Each
 * refusal is a SIGBUS at the very address, and beside each stands the access that works.
 *
 * On memory of our own (sharing.h), through the kernel and by RSI calls under its feet.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/iomem.h"
#include "bench/monitor.h"
#include "bench/rsi.h"
#include "bench/sharing.h"
#include "bench/touch.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BLOCK_PAGES	512		/* what one 2M mapping of stage 2 holds */
#define FUNCTION	{ 0x528000e0, 0xd65f03c0 }	/* mov w0, #7; ret */
#define FUNCTION_RESULT	7

/*
 * QEMU's virt machine (hw/arm/virt.c): a device that the kernel has no driver for and that
 * says who it is, and one that is hidden.
 */
#define FW_CFG			0x09020000ul
#define FW_CFG_DATA		0		/* at reset item 0 is selected: "QEMU" */
#define SIGNATURE		0x554d4551
#define SMMU			0x09050000ul

struct realm_check {
	struct tap *tap;
	struct device *dev;
	struct sharing sharing;
	char *code;			/* the buffer, protected, to run */
	char *other_code;		/* the same by the unprotected address */
	unsigned int refusals;		/* accesses that the monitor must have refused */
	char what[64];
};

static void refused(struct realm_check *check, volatile void *at, enum touch how, const char *what)
{
	unsigned int value = 0x5a5a5a5a;
	char why[64];
	int code = touch(at, how, &value);

	check->refusals++;
	snprintf(why, sizeof(why), "%d, not SIGBUS with BUS_OBJERR", code);
	tap_test(check->tap, code == BUS_OBJERR, why, "%s: %s of %s aborts", check->what,
		 touch_names[how], what);
}

static void allowed(struct realm_check *check, volatile void *at, enum touch how, const char *what)
{
	unsigned int value = FUNCTION_RESULT;
	char why[64];
	int code = touch(at, how, &value);

	snprintf(why, sizeof(why), "signal code %d, value %u", code, value);
	tap_test(check->tap, !code && (how != TOUCH_EXEC || value == FUNCTION_RESULT), why,
		 "%s: %s of %s works", check->what, touch_names[how], what);
}

static void holds(struct realm_check *check, int err, const char *what)
{
	tap_test(check->tap, !err, check->sharing.reason, "%s: %s", check->what, what);
}

static bool buffer_open(struct realm_check *check, unsigned int pages)
{
	const int prot = PROT_READ | PROT_WRITE | PROT_EXEC;
	struct sharing *sharing = &check->sharing;
	int fd, err = sharing_open(sharing, pages, check->dev->info.page_bytes);

	fd = sharing->dev.fd;
	check->code = check->other_code = MAP_FAILED;
	if (!err) {
		check->code = mmap(NULL, sharing->bytes, prot, MAP_SHARED, fd, 0);
		check->other_code = mmap(NULL, sharing->bytes, prot, MAP_SHARED, fd,
					 SPLITFOLD_MAP_UNPROTECTED);
		err = check->code == MAP_FAILED || check->other_code == MAP_FAILED;
	}
	holds(check, err, "a buffer of its own");
	return !err;
}

static void buffer_close(struct realm_check *check)
{
	if (check->code != MAP_FAILED)
		munmap(check->code, check->sharing.bytes);
	if (check->other_code != MAP_FAILED)
		munmap(check->other_code, check->sharing.bytes);
	sharing_close(&check->sharing);
}

static volatile void *page_at(volatile uint64_t *words, const struct realm_check *check,
			      unsigned int page)
{
	return (volatile char *)words + page * (size_t)check->dev->info.page_bytes;
}

/* The function at the beginning of the buffer, by the address that can be written. */
static void function_put(volatile void *at)
{
	const unsigned int function[] = FUNCTION;

	memcpy((void *)at, function, sizeof(function));
	__builtin___clear_cache((char *)at, (char *)at + sizeof(function));
}

/* All of it is private: the last page as the first. */
static void private_reached(struct realm_check *check)
{
	struct sharing *s = &check->sharing;
	unsigned int last = s->pages - 1;

	sharing_fill(s->protected, s->bytes, 1);
	holds(check, sharing_compare(s->protected, s->bytes, 1), "private memory keeps content");
	allowed(check, page_at(s->protected, check, last), TOUCH_READ, "private memory");
	allowed(check, page_at(s->protected, check, last), TOUCH_WRITE, "private memory");
	function_put(s->protected);
	allowed(check, check->code, TOUCH_EXEC, "private memory");
	sharing_fill(s->protected, s->bytes, 1);
	refused(check, s->unprotected, TOUCH_READ, "its unprotected alias");
	refused(check, page_at(s->unprotected, check, last), TOUCH_READ, "its alias' last page");
	refused(check, page_at(s->unprotected, check, last), TOUCH_WRITE, "its alias' last page");
	refused(check, check->other_code, TOUCH_EXEC, "its alias");
	holds(check, sharing_compare(s->protected, s->bytes, 1), "and its content is as it was");
}

static void shared_reached(struct realm_check *check)
{
	struct sharing *s = &check->sharing;
	unsigned int last = s->pages - 1;

	sharing_fill(s->protected, s->bytes, 2);
	holds(check, sharing_set(s, true), "set_memory_decrypted()");
	holds(check, sharing_is_zero(s->unprotected, s->bytes), "what is newly shared is zero");
	sharing_fill(s->unprotected, s->bytes, 3);
	allowed(check, page_at(s->unprotected, check, last), TOUCH_READ, "shared memory");
	refused(check, s->protected, TOUCH_READ, "its protected alias");
	refused(check, page_at(s->protected, check, last), TOUCH_READ, "its alias' last page");
	refused(check, page_at(s->protected, check, last), TOUCH_WRITE, "its alias' last page");
	refused(check, check->code, TOUCH_EXEC, "its alias");
	holds(check, sharing_compare(s->unprotected, s->bytes, 3), "shared memory keeps content");
	function_put(s->unprotected);
	refused(check, check->other_code, TOUCH_EXEC, "shared memory");
	holds(check, sharing_set(s, false), "set_memory_encrypted()");
	holds(check, sharing_is_zero(s->protected, s->bytes), "what is private again is zero");
}

/* RIPAS of a page of the buffer by RSI: ripas, and what the answer should be. */
static void ripas_set(struct realm_check *check, unsigned int page, enum ripas ripas,
		      uint64_t flags, bool accepted, const char *what)
{
	uint64_t base = check->sharing.ipa + page * (uint64_t)REALM_GRANULE;
	struct rsi_answer answer;
	char why[96];
	int err = rsi_ipa_state_set(check->dev, base, base + REALM_GRANULE, ripas, flags, &answer);

	snprintf(why, sizeof(why), "%d, x0 %lu, x1 0x%lx of 0x%lx, x2 %lu", err, answer.ret,
		 answer.x1, base, answer.x2);
	tap_test(check->tap,
		 !err && answer.ret == RSI_RET_SUCCESS &&
			 answer.x1 == base + (accepted ? REALM_GRANULE : 0) &&
			 answer.x2 == (accepted ? RSI_RESPONSE_ACCEPT : RSI_RESPONSE_REJECT),
		 why, "%s: %s", check->what, what);
}

static void ripas_is(struct realm_check *check, unsigned int page, enum ripas ripas,
		     const char *what)
{
	uint64_t base = check->sharing.ipa + page * (uint64_t)REALM_GRANULE;
	struct rsi_answer answer;
	char why[96];
	int err = rsi_ipa_state_get(check->dev, base, base + REALM_GRANULE, &answer);

	snprintf(why, sizeof(why), "%d, x0 %lu, x1 0x%lx of 0x%lx, x2 %lu", err, answer.ret,
		 answer.x1, base, answer.x2);
	tap_test(check->tap,
		 !err && answer.ret == RSI_RET_SUCCESS && answer.x1 == base + REALM_GRANULE &&
			 answer.x2 == (uint64_t)ripas,
		 why, "%s: %s", check->what, what);
}

/* All pages of the buffer but one hold what they were filled with. */
static int others_hold(struct realm_check *check, unsigned int page, uint64_t seed)
{
	struct sharing *s = &check->sharing;
	size_t words = check->dev->info.page_bytes / sizeof(uint64_t), at = page * words;
	int err = sharing_compare(s->protected, at * sizeof(uint64_t), seed);
	uint64_t *copy;

	if (err)
		return err;
	/* The pattern goes by the place in the buffer: fill a copy, and see the rest alike. */
	copy = malloc(s->bytes);
	if (!copy)
		return -1;
	sharing_fill(copy, s->bytes, seed);
	err = memcmp(copy + at + words, (void *)(s->protected + at + words),
		     s->bytes - (at + words) * sizeof(uint64_t));
	free(copy);
	return err;
}

static void under_its_feet(struct realm_check *check, unsigned int page)
{
	struct sharing *s = &check->sharing;
	volatile void *mine = page_at(s->protected, check, page);
	volatile void *alias = page_at(s->unprotected, check, page);
	size_t bytes = check->dev->info.page_bytes;

	sharing_fill(s->protected, s->bytes, 4);
	ripas_set(check, page, RIPAS_RAM, 0, true, "RAM to RAM is accepted");
	holds(check, sharing_compare(s->protected, s->bytes, 4), "and changes no content");
	ripas_set(check, page, RIPAS_EMPTY, 0, true, "one page becomes EMPTY by RSI");
	ripas_is(check, page, RIPAS_EMPTY, "and is so");
	refused(check, mine, TOUCH_READ, "its protected address");
	refused(check, mine, TOUCH_WRITE, "its protected address");
	holds(check, sharing_is_zero(alias, bytes), "it is zero by the other");
	allowed(check, alias, TOUCH_WRITE, "its unprotected address");
	holds(check, others_hold(check, page, 4), "all pages around it are as they were");
	if (page)
		refused(check, page_at(s->unprotected, check, page - 1), TOUCH_READ,
			"the alias of its neighbour");
	ripas_set(check, page, RIPAS_RAM, 0, true, "it becomes RAM again");
	ripas_is(check, page, RIPAS_RAM, "and is so");
	refused(check, alias, TOUCH_READ, "its unprotected address");
	holds(check, sharing_is_zero(mine, bytes), "it is zero");
	holds(check, others_hold(check, page, 4), "all pages around it are as they were");
}

/* RsiHostCall in the first page asks the "host" to take page away (HOST_CALL_DESTROY). */
static void destroyed(struct realm_check *check, unsigned int page)
{
	struct sharing *s = &check->sharing;
	volatile void *mine = page_at(s->protected, check, page);
	struct rsi_answer answer;
	int err;

	sharing_fill(s->protected, s->bytes, 5);
	s->protected[0] = HOST_CALL_DESTROY;
	s->protected[1] = s->ipa + page * (uint64_t)REALM_GRANULE;
	err = rsi_host_call(check->dev, s->ipa, &answer);
	holds(check, err || answer.ret || s->protected[1], "the host takes a page away");
	ripas_is(check, page, RIPAS_DESTROYED, "it is DESTROYED");
	refused(check, mine, TOUCH_READ, "its protected address");
	refused(check, mine, TOUCH_WRITE, "its protected address");
	refused(check, page_at(s->unprotected, check, page), TOUCH_READ, "its unprotected address");
	ripas_set(check, page, RIPAS_RAM, 0, false, "RAM without CHANGE_DESTROYED is rejected");
	ripas_is(check, page, RIPAS_DESTROYED, "and it stays so");
	ripas_set(check, page, RIPAS_RAM, RSI_CHANGE_DESTROYED, true, "with it, it is accepted");
	holds(check, sharing_is_zero(mine, check->dev->info.page_bytes), "and the page is zero");
}

static void check_buffer(struct realm_check *check, unsigned int pages)
{
	snprintf(check->what, sizeof(check->what), "%u pages", pages);
	if (buffer_open(check, pages)) {
		private_reached(check);
		shared_reached(check);
		under_its_feet(check, pages / 2);
		if (pages > 1)
			destroyed(check, pages - 1);
		private_reached(check);
	}
	buffer_close(check);
}

/* [pa, + a page) by /dev/mem; what is not RAM of the kernel's can be mapped. */
static volatile char *physical_map(int fd, uint64_t pa, size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, pa);

	return at == MAP_FAILED ? NULL : at;
}

static void check_physical(struct realm_check *check, int fd, uint64_t pa, const char *what)
{
	volatile char *at = physical_map(fd, pa, check->dev->info.page_bytes);

	if (!at) {
		tap_test(check->tap, false, "mmap of /dev/mem", "%s: %s", check->what, what);
		return;
	}
	refused(check, at, TOUCH_READ, what);
	refused(check, at, TOUCH_WRITE, what);
	munmap((void *)at, check->dev->info.page_bytes);
}

/* A device that is there, read by its unprotected address: what refuses is not /dev/mem. */
static void check_device(struct realm_check *check, int fd, uint64_t unprotected)
{
	volatile char *at = physical_map(fd, FW_CFG | unprotected, check->dev->info.page_bytes);
	unsigned int signature = 0;
	int code = at ? touch(at + FW_CFG_DATA, TOUCH_READ, &signature) : -1;

	tap_test(check->tap, !code && signature == SIGNATURE, "not its signature",
		 "%s: fw_cfg is where it should be", check->what);
	if (at)
		munmap((void *)at, check->dev->info.page_bytes);
}

static void check_hidden(struct realm_check *check, uint64_t unprotected)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	struct iomem_range ram;

	snprintf(check->what, sizeof(check->what), "/dev/mem");
	if (fd < 0 || iomem_find("System RAM", &ram)) {
		tap_test(check->tap, false, "open", "%s can be opened", check->what);
		return;
	}
	check_device(check, fd, unprotected);
	check_physical(check, fd, FW_CFG, "fw_cfg by its protected address");
	check_physical(check, fd, ram.end, "the monitor's code");
	check_physical(check, fd, ram.end | unprotected, "the monitor's code, unprotected");
	check_physical(check, fd, ram.end + (1ul << 20), "the monitor's tables");
	check_physical(check, fd, (ram.end + (1ul << 20)) | unprotected,
		       "the monitor's tables, unprotected");
	check_physical(check, fd, SMMU, "the SMMU");
	check_physical(check, fd, SMMU | unprotected, "the SMMU, unprotected");
	close(fd);
}

static int aborts_read(struct realm_check *check, uint64_t *aborts)
{
	struct monitor_count count;
	int err = monitor_count(check->dev, COUNTER_EXIT_S2_ABORT, &count);

	*aborts = count.count;
	return err;
}

/* Every refusal came from the monitor, and the monitor is what it was. */
static void check_monitor(struct realm_check *check, uint64_t before)
{
	struct monitor_info info = { 0 };
	uint64_t after = 0;
	char why[96];
	int err = aborts_read(check, &after);

	snprintf(why, sizeof(why), "%d, %lu aborts, not %u", err, after - before, check->refusals);
	tap_test(check->tap, !err && after - before == check->refusals, why,
		 "the monitor gave one abort for each of these");
	err = monitor_info(check->dev, &info);
	tap_test(check->tap, !err && info.checksum == info.checksum_at_start, "it changed",
		 "the monitor's code is as it was");
}

void check_realm(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct realm_check check = { .tap = tap, .dev = dev };
	uint64_t before = 0, unprotected;

	(void)opt;
	if (!device_realm(dev)) {
		tap_skip(tap, "not a realm", "RIPAS is enforced");
		return;
	}
	tap_test(tap, !aborts_read(&check, &before), "no counter", "the monitor answers");
	check_buffer(&check, 1);
	check_buffer(&check, BLOCK_PAGES);
	unprotected = check.sharing.unprotected_bit;
	check_hidden(&check, unprotected);
	check_monitor(&check, before);
}
