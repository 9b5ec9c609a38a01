// SPDX-License-Identifier: GPL-2.0-only
/*
 * profile_timeline.c - instructions at entry and return of functions of the kernel.
 *
 * An entry is the execution of the function's first instruction. The return is its RET with
 * x30 and the stack pointer as they were then; or, for a function that ends in a jump to
 * another, the instruction that x30 pointed to. That one is known only after the entry, so
 * it can be watched only if it was not translated before; what follows a call in code that
 * runs once is translated after the call. Otherwise the return is not seen, and the guest
 * is told so: nothing is guessed.
 */
#include "qemu/plugin/callers.h"
#include "qemu/plugin/count.h"
#include "qemu/plugin/events.h"
#include "qemu/plugin/profile.h"
#include "qemu/plugin/regs.h"

#include <errno.h>
#include <string.h>

#define LR		30
#define SP		31
#define OPCODE_RET	0xd65f03c0
#define RETURNS_MAX	1024
#define FRAMES_MAX	64

/* The kernel's image at its link address, and a bit for each instruction of it. */
#define KIMAGE_VADDR	0xffff800080000000
#define KIMAGE_INSNS	(64 << 20 >> 2)

struct stamp {
	uint64_t cpu;
	uint64_t all;
	uint64_t monitor;
};

/* A call that has not returned. */
struct frame {
	unsigned int event;
	unsigned int cpu;
	unsigned int call;	/* its number, or CALL_NONE */
	uint64_t lr, sp;
	struct stamp stamp;
};

static struct {
	GMutex lock;
	struct events events;
	const char *names, *symbols;
	uint64_t seen[EVENTS_MAX][2 * PLUGIN_EVENT_OTHERS];
	uint64_t returns[RETURNS_MAX];
	unsigned int nr_returns;
	struct frame frame[FRAMES_MAX];
	unsigned int nr_frames;
	struct callers callers;
	uint8_t translated[KIMAGE_INSNS / 8];
} timeline;

static uint64_t *seen_on(unsigned int event, unsigned int cpu)
{
	return timeline.seen[event] + (cpu ? PLUGIN_EVENT_OTHERS : 0);
}

/* Before the instruction that a callback is called for, which is counted already. */
static struct stamp stamp_before(unsigned int cpu)
{
	return (struct stamp){
		.cpu = count_cpu_insns(cpu) - 1,
		.all = count_all_insns() - 1,
		.monitor = count_monitor_insns(cpu),
	};
}

static bool insn_translated(uint64_t address, bool set)
{
	const uint64_t nr = (address - KIMAGE_VADDR) / 4;
	uint8_t *byte = &timeline.translated[nr / 8];
	const uint8_t bit = 1 << nr % 8;
	bool was;

	if (nr >= KIMAGE_INSNS)
		return false;
	was = *byte & bit;
	if (set)
		*byte |= bit;
	return was;
}

static void return_watch(uint64_t address)
{
	unsigned int i;

	for (i = 0; i < timeline.nr_returns; i++)
		if (timeline.returns[i] == address)
			return;
	if (timeline.nr_returns < RETURNS_MAX && !insn_translated(address, false))
		timeline.returns[timeline.nr_returns++] = address;
}

static void frame_drop(struct frame *frame)
{
	const size_t after = &timeline.frame[timeline.nr_frames--] - (frame + 1);

	memmove(frame, frame + 1, after * sizeof(*frame));
}

/* The newest call of event (any: EVENTS_MAX) with these, or NULL. */
static struct frame *frame_find(unsigned int event, uint64_t lr, uint64_t sp)
{
	unsigned int i;

	for (i = timeline.nr_frames; i-- > 0;) {
		struct frame *frame = &timeline.frame[i];

		if (frame->lr == lr && frame->sp == sp &&
		    (event == EVENTS_MAX || frame->event == event))
			return frame;
	}
	return NULL;
}

static void timeline_entry(unsigned int cpu, void *userdata)
{
	const unsigned int event = (uintptr_t)userdata;
	const uint64_t arg[] = { regs_x(cpu, 0), regs_x(cpu, 1) };
	struct frame frame = {
		.event = event,
		.cpu = cpu,
		.lr = regs_x(cpu, LR),
		.sp = regs_x(cpu, SP),
		.stamp = stamp_before(cpu),
	};
	uint64_t *seen = seen_on(event, cpu);
	struct frame *lost;

	g_mutex_lock(&timeline.lock);
	if (!seen[PLUGIN_EVENT_CALLS]++)
		seen[PLUGIN_EVENT_ENTRY] = frame.stamp.all;
	frame.call = callers_entry(&timeline.callers, &timeline.events, event, frame.lr, arg);
	/* One from the same place with the same stack has returned, if unseen. */
	lost = frame_find(event, frame.lr, frame.sp);
	if (lost)
		frame_drop(lost);
	if (timeline.nr_frames < FRAMES_MAX) {
		timeline.frame[timeline.nr_frames++] = frame;
		return_watch(frame.lr);
	}
	g_mutex_unlock(&timeline.lock);
}

static void frame_returned(struct frame *frame, unsigned int cpu, struct stamp now)
{
	uint64_t *seen = seen_on(frame->event, frame->cpu);

	seen[PLUGIN_EVENT_RETURNS]++;
	seen[PLUGIN_EVENT_ALL_CPUS] += now.all - frame->stamp.all;
	if (cpu != frame->cpu) {
		seen[PLUGIN_EVENT_MOVED]++;
	} else {
		seen[PLUGIN_EVENT_WORK] += now.cpu - frame->stamp.cpu;
		seen[PLUGIN_EVENT_MONITOR] += now.monitor - frame->stamp.monitor;
		callers_returned(&timeline.callers, frame->call, now.cpu - frame->stamp.cpu);
	}
	frame_drop(frame);
}

/* At a RET in a function's code: it belongs to the function. */
static void timeline_ret(unsigned int cpu, void *userdata)
{
	const uint64_t lr = regs_x(cpu, LR), sp = regs_x(cpu, SP);
	struct stamp now = stamp_before(cpu);
	struct frame *frame;

	now.cpu++;
	now.all++;
	g_mutex_lock(&timeline.lock);
	frame = frame_find((uintptr_t)userdata, lr, sp);
	if (frame)
		frame_returned(frame, cpu, now);
	g_mutex_unlock(&timeline.lock);
}

/* At the instruction after a call. */
static void timeline_returned(unsigned int cpu, void *userdata)
{
	const uint64_t lr = timeline.returns[(uintptr_t)userdata], sp = regs_x(cpu, SP);
	const struct stamp now = stamp_before(cpu);
	struct frame *frame;

	g_mutex_lock(&timeline.lock);
	while ((frame = frame_find(EVENTS_MAX, lr, sp)))
		frame_returned(frame, cpu, now);
	g_mutex_unlock(&timeline.lock);
}

static void timeline_watch(struct qemu_plugin_insn *insn, qemu_plugin_vcpu_udata_cb_t cb,
			   uintptr_t which)
{
	qemu_plugin_register_vcpu_insn_exec_cb(insn, cb, QEMU_PLUGIN_CB_R_REGS, (void *)which);
}

static void timeline_look(struct qemu_plugin_insn *insn)
{
	const uint64_t address = qemu_plugin_insn_vaddr(insn);
	uint32_t opcode = 0;
	uintptr_t i;

	qemu_plugin_insn_data(insn, &opcode, sizeof(opcode));
	for (i = 0; i < timeline.events.nr; i++) {
		const struct event *event = &timeline.events.event[i];

		if (event->address == address)
			timeline_watch(insn, timeline_entry, i);
		else if (opcode == OPCODE_RET && address > event->address && address < event->end)
			timeline_watch(insn, timeline_ret, i);
	}
	for (i = 0; i < timeline.nr_returns; i++)
		if (timeline.returns[i] == address)
			timeline_watch(insn, timeline_returned, i);
	insn_translated(address, true);
}

/* What runs at physical addresses, before the kernel's own map is on, is not watched. */
static void timeline_translate(struct qemu_plugin_tb *tb)
{
	const size_t n = qemu_plugin_tb_n_insns(tb);
	size_t i;

	count_insns(tb);
	if (qemu_plugin_tb_vaddr(tb) < KIMAGE_VADDR)
		return;
	g_mutex_lock(&timeline.lock);
	for (i = 0; i < n; i++)
		timeline_look(qemu_plugin_tb_get_insn(tb, i));
	g_mutex_unlock(&timeline.lock);
}

static int timeline_option(const char *key, const char *value)
{
	if (!strcmp(key, "events"))
		timeline.names = g_strdup(value);
	else if (!strcmp(key, "symbols"))
		timeline.symbols = g_strdup(value);
	else
		return 0;
	return 1;
}

static int timeline_start(unsigned int cpus)
{
	char error[256];

	if (!timeline.names || !timeline.symbols) {
		say_error("profile=timeline: expected events=FILE and symbols=FILE");
		return -1;
	}
	if (events_read_names(&timeline.events, timeline.names, error, sizeof(error)) ||
	    events_read_addresses(&timeline.events, timeline.symbols, error, sizeof(error))) {
		say_error("%s", error);
		return -1;
	}
	count_start(cpus);
	return 0;
}

static void timeline_armed(bool on)
{
	(void)on;
}

/* A call is named when it is asked for: until then the guest would wait for the file. */
static int caller_read(uint64_t row, uint64_t word, uint64_t *value)
{
	char error[256];

	if (callers_name(&timeline.callers, timeline.symbols, error, sizeof(error))) {
		say_error("%s", error);
		return -EIO;
	}
	*value = text_word(timeline.callers.call[row].caller, word);
	return 0;
}

static int call_read(uint64_t table, uint64_t row, uint64_t column, uint64_t *value)
{
	int err = -ENOENT;

	g_mutex_lock(&timeline.lock);
	if (row < timeline.callers.nr && table == PLUGIN_TABLE_CALLER) {
		err = caller_read(row, column, value);
	} else if (row < timeline.callers.nr && column < PLUGIN_CALL_NR) {
		*value = timeline.callers.call[row].column[column];
		err = 0;
	}
	g_mutex_unlock(&timeline.lock);
	return err;
}

static int event_read(uint64_t table, uint64_t row, uint64_t column, uint64_t *value)
{
	const struct event *event;

	if (row >= timeline.events.nr)
		return -ENOENT;
	event = &timeline.events.event[row];
	if (table == PLUGIN_TABLE_EVENT_NAME)
		*value = text_word(event->name, column);
	else if (table == PLUGIN_TABLE_EVENT_CALLED)
		*value = text_word(event->called, column);
	else if (column >= PLUGIN_EVENT_NR)
		return -ENOENT;
	else if (column == PLUGIN_EVENT_COPIES)
		*value = event->copies;
	else if (column == PLUGIN_EVENT_ENDS)
		*value = event->ends;
	else
		*value = timeline.seen[row][column];
	return 0;
}

static int timeline_read(uint64_t table, uint64_t row, uint64_t column, uint64_t *value)
{
	switch (table) {
	case PLUGIN_TABLE_RUN:
		return count_read(row, column, value);
	case PLUGIN_TABLE_EVENT_NAME:
	case PLUGIN_TABLE_EVENT_CALLED:
	case PLUGIN_TABLE_EVENTS:
		return event_read(table, row, column, value);
	case PLUGIN_TABLE_CALLS:
	case PLUGIN_TABLE_CALLER:
		return call_read(table, row, column, value);
	default:
		return -ENOENT;
	}
}

const struct profile profile_timeline = {
	.name = "timeline",
	.id = PLUGIN_PROFILE_TIMELINE,
	.whole_boot = true,
	.option = timeline_option,
	.start = timeline_start,
	.translate = timeline_translate,
	.armed = timeline_armed,
	.begin = count_begin,
	.end = count_end,
	.read = timeline_read,
};
