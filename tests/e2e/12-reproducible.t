#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a run boots and runs depends on its sources and the tool root alone: a copy of the checkout
# in another directory, with other modes and times, built on another day, gives the same bytes.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly COPY=$WORK/elsewhere/in-a-longer-path/splitfold

# What is compared, below build/.
BUILT=(host/splitfold guest/splitfold-bench realm/monitor.elf realm/monitor.bin plugin/splitfold.so)

# elsewhere CMD...: in the tool root, as the copy's run.sh would.
elsewhere() {
	"$COPY/run.sh" tool "$@"
}

check "a build here" flock "$PROJECT/build/lock" "$PROJECT/run.sh" tool make -j2 all
for file in "$PROJECT"/build/kmod/*/splitfold.ko "$PROJECT"/build/guest/initramfs.*.cpio.gz; do
	[[ $file == *.programs.* ]] || BUILT+=("${file#"$PROJECT/build/"}")
done
check "module and initramfs are among what is compared" test "${#BUILT[@]}" -ge 7

mkdir -p "$COPY"
tar -C "$PROJECT" --exclude=./build --exclude=./results --exclude=./.git -c . |
	(umask 077 && tar -C "$COPY" --no-same-permissions -x)
find "$COPY" -exec touch -h -d 2001-02-03 {} +

# A day on which nothing else was built: for all that asks the C library.
cat >"$COPY/clock.c" <<'EOT'
#include <sys/time.h>
#include <time.h>
#define DAY 1000000000
time_t time(time_t *t) { if (t) *t = DAY; return DAY; }
int gettimeofday(struct timeval *tv, void *tz)
{
	(void)tz;
	tv->tv_sec = DAY;
	tv->tv_usec = 0;
	return 0;
}
int clock_gettime(clockid_t id, struct timespec *ts)
{
	(void)id;
	ts->tv_sec = DAY;
	ts->tv_nsec = 0;
	return 0;
}
EOT
check "another day is made" elsewhere cc -shared -fPIC -o clock.so clock.c
echo '__DATE__' >"$COPY/date.c"
check "it is that day" grep -q 'Sep  *[89] 2001' <(elsewhere env LD_PRELOAD="$COPY/clock.so" cc -E date.c)

umask 077
check "a build elsewhere" elsewhere env LD_PRELOAD="$COPY/clock.so" make -j2 all
umask 022
for file in "${BUILT[@]}"; do
	check "the same bytes: $file" cmp "$PROJECT/build/$file" "$COPY/build/$file"
	# What is packed has what it is packed from.
	[[ $file == *.gz ]] || check "no path of the checkout: $file" test "$(grep -acF "$PROJECT" "$PROJECT/build/$file")" = 0
done

# Without the programs themselves, which are not ours: their packer.
check "programs are packed here" "$PROJECT/run.sh" tool qemu/programs.sh --missing "no mirror" \
	"${WORK#"$PROJECT/"}/programs.cpio.gz"
umask 077
check "programs are packed elsewhere" elsewhere qemu/programs.sh --missing "no mirror" build/programs.cpio.gz
check "the same bytes: programs" cmp "$WORK/programs.cpio.gz" "$COPY/build/programs.cpio.gz"

tap_done
