#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# QEMU's plugin: it counts exactly, a plugin that does not fit is refused before anything is
# measured, and the timeline of a boot says what was executed where, twice the same.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

SPLITFOLD_PROFILE=null SPLITFOLD_PLUGIN=count=yes \
	run boot mem_mib=1024 cpus=1 --append sf.test=check:plugin
exits 0 "the plugin in a guest"
guest_tap "the plugin" "$WORK/output"
# Several vCPUs on one thread: without QEMU's inline counters.
SPLITFOLD_PROFILE=null SPLITFOLD_PLUGIN=count=yes \
	run boot mem_mib=1024 cpus=2 clock=icount --append sf.test=check:plugin
exits 0 "the plugin, two CPUs counted"
guest_tap "the plugin, two CPUs counted" "$WORK/output"

# Options and files that are wrong.
refused() {
	local -r name=$1 text=$2
	shift 2

	run boot mem_mib=1024 "$@"
	exits 1 "$name"
	says "splitfold plugin: $text" "$name: says what was expected"
}
SPLITFOLD_PROFILE=none refused "no such profile" "profile=none: expected one of these"
SPLITFOLD_PROFILE=null SPLITFOLD_PLUGIN=count=maybe refused "a bad option" "count=maybe: expected yes or no"
SPLITFOLD_PROFILE=null SPLITFOLD_PLUGIN=inline=maybe refused "another bad option" "inline=maybe: expected yes or no"
printf 'ffff800080000000 T _text\nnonsense\n' >"$WORK/symbols"
SPLITFOLD_PLUGIN=symbols=$WORK/symbols refused "a bad file of symbols" \
	"$WORK/symbols:2: 'nonsense': expected an address, a type and a symbol" bench=timeline

# A plugin for another interface: QEMU's own check, before the guest starts.
check "a plugin for another interface is built" "$PROJECT/run.sh" tool make plugin \
	PLUGIN="${WORK#"$PROJECT/"}/plugin" PLUGIN_API=8
run boot mem_mib=1024 --qemu "-plugin file=$WORK/plugin/splitfold.so,profile=null"
exits 1 "a plugin for another interface"
says "plugin requires API version 8" "it is refused by its version"

matrix_write '[timeline]
bench = timeline
cpus = 1
mem = 1G
clock = icount
bbm = none, bbml2
reps = 2'
run matrix --matrix "$WORK/matrix.ini" --jobs 2
exits 0 "timelines"
insns() {
	records "\"op\":\"$2\".*\"bbm\":\"$1\".*\"status\":\"ok\".*\"work\":\{\"unit\":\"insn\",\"value\":$3\}"
}
check "paging_init is in all of them" test "$(records '"op":"paging_init".*"work":')" = 4
check "on a pte map it takes millions of instructions" test "$(insns none paging_init '[0-9]{7}')" = 2
check "on a block map it does not" test "$(insns bbml2 paging_init '[0-9]{4,6}')" = 2
check "arm64_rsi_init does nothing in a plain guest" test "$(insns none arm64_rsi_init '[0-9]{2}')" = 2
check "what does not return says so" \
	test "$(records '"op":"start_kernel".*"skipped":\{.*"work":"not every call was seen to return"')" = 4
check "what is not there says so" test "$(records '"op":"map_mem".*"status":"skip","reason":"no such symbol')" = 4

# Under icount the counter advances by instructions: QEMU's own count of what the plugin
# counts, but for those between the two readings. CPUs that idle would be ahead of it.
readings() {
	grep '"op":"init"' "$SPLITFOLD_RESULTS/latest/records.jsonl" |
		sed -E 's/.*"entry":\{"unit":"insn","value":([0-9]+)\}.*"counter":\{"unit":"insn","value":([0-9]+)\}.*/\1 \2/'
}
check "the plugin counts what icount counts" \
	test "$(readings | awk '$1 > $2 && $1 - $2 < 1000' | wc -l)" = 4

# timeline BBM REP: what was counted in that boot.
timeline() {
	grep "\"rep\":$2,.*\"bbm\":\"$1\"" "$SPLITFOLD_RESULTS/latest/records.jsonl" |
		grep -o '"op":"[a-z_0-9]*"\|"\(work\|entry\|calls\)":{[^}]*}'
}
for bbm in none bbml2; do
	timeline $bbm 1 >"$WORK/one"
	timeline $bbm 2 >"$WORK/two"
	check "bbm=$bbm: twice the same" cmp "$WORK/one" "$WORK/two"
	check "bbm=$bbm: that is something" test "$(grep -c work "$WORK/one")" -gt 15
done

# A realm's calls of set_memory_decrypted(), by window and by caller. What they share the
# monitor counts too, from the other side.
matrix_write '[sharing]
bench = timeline
guest = realm
bbm = bbml2
mem = 1G'
run matrix --matrix "$WORK/matrix.ini" --jobs 1
exits 0 "a realm's timeline"

# metrics OP: "name value" of the metrics of OP that are one number.
metrics() {
	grep "\"op\":\"$1\"" "$SPLITFOLD_RESULTS/latest/records.jsonl" |
		grep -oE '"[a-z0-9_]+":\{"unit":"[a-z]+","value":[0-9]+' |
		sed -E 's/"([a-z0-9_]+)":.*:([0-9]+)$/\1 \2/'
}
metrics set_memory_decrypted >"$WORK/decrypted"
metrics set_memory_encrypted >"$WORK/encrypted"
# total NAME [FILE]: of all windows.
total() {
	awk -v name="_$1$" '$1 ~ "^(early|alone|onlining|final)" name { sum += $2 } END { print +sum }' \
		"$WORK/${2:-decrypted}"
}
check "each call is in one window" \
	test "$(total calls)" = "$(awk '/^(others_)?calls / { sum += $2 } END { print sum }' "$WORK/decrypted")"
check "calls share the pages that the monitor says are shared" \
	test $(($(total pages) - $(total pages encrypted))) = "$(awk '/^shared_pages / { print $2 }' "$WORK/decrypted")"
check "that is something" test "$(total pages)" -gt 256
metrics 'decrypted\.[a-z_]*' >"$WORK/callers"
check "callers' pages are all pages" test "$(total pages callers)" = "$(total pages)"
check "their calls are all calls" test "$(total calls callers)" = "$(total calls)"
check "none comes before the page allocator" grep -qx 'early_calls 0' "$WORK/decrypted"
check "the ITS shares its tables before the secondaries" test "$(metrics decrypted.its_alloc_pages_node |
	awk '/^alone_calls / { print $2 }')" -gt 1
run report
tr -s ' \n' ' ' <"$WORK/output" >"$WORK/report"
check "the report says in which window" grep -qF "0 [1] fall before the page allocator is up" "$WORK/report"

# One that a window ends with is not in this kernel: then nothing is said of windows.
sed 's/^smp_init\t/no_such_symbol\t/' "$PROJECT/qemu/plugin/timeline.symbols" >"$WORK/timeline.symbols"
SPLITFOLD_PLUGIN=events=$WORK/timeline.symbols run matrix --matrix "$WORK/matrix.ini" --jobs 1
exits 0 "windows that cannot be told"
check "they are skipped" test "$(records '"op":"set_memory_decrypted".*"skipped":\{.*"early_calls":"a function that ends a window was not seen"')" = 1
check "callers are told nevertheless" test "$(records '"op":"decrypted.its_alloc_pages_node".*"status":"ok"')" = 1

tap_done
