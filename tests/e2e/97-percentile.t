#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Percentiles by an independent reader: hdr-histogram-js decodes every histogram of the committed
# reference run, and its percentiles and curves are those of the report's csv, of the exported
# tables, of percentiles/ and of .hgrm. Nothing is booted. The reader comes from npm, pinned by
# version and checksum, into the cache; without node, npm or a network it is a skip.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# name, version, SHA-512: what the reader is and needs
readonly READER='hdr-histogram-js 3.0.1 l3GSdZL1Jr1C0kyb461tUjEdrRPZr8Qry7jByltf5JGrA0xvqOSrxRBfcrJqqV/AMEtqqhHhC6w8HW0gn76tRQ==
@assemblyscript/loader 0.19.23 ulkCYfFbYj01ie1MDOyxv2F6SpRN1TOj7fQxbP07D6HmeR+gr2JLSmINKjga2emB+b1L2KGrFKBTc+e00p54nw==
base64-js 1.5.1 AKpaYlHn8t4SVbOHCy+b5+KKgvR4vrsD8vbvrbiQJps7fKDTkjkDry6ji0rUJjC0kzbNePLwzxq8iypo41qeWA==
pako 1.0.11 4hLB8Py4zZce5s4yd9XzopqwVv/yGNhV1Bl8NTmCq1763HeK2+EwVTv+leGeL13Dnh2wfbqowVPXCIO0z4taYw=='
readonly ID=20261121-201556-489f

# The median of an even number of rounds has the same rank; numbers are those of a run by hand.
slowdown() {
	local rep profile
	local -r ns=(0 100 300 200 400)

	echo "bbm boot 1.5 a boot" >"$WORK/rows"
	for profile in none bbm; do
		mkdir -p "$WORK/$profile"
		for rep in 1 2 3 4; do
			printf '{"rep":%d,"bench":"boot","op":"boot","load":"none","status":"ok","metrics":{"counter":{"unit":"ns","value":%d000}}}\n' \
				"$rep" "$([[ $profile == none ]] && echo 100 || echo "${ns[rep]}")"
		done >"$WORK/$profile/records.jsonl"
	done
	awk -f "$PROJECT/run/slowdown.awk" "$WORK/rows" "$WORK"/{none,bbm}/records.jsonl
}
check "the table of slowdown" slowdown
slowdown >"$WORK/output"
check "its median of four ratios is the second" grep -qE ' 2\.00 +1\.00\.\.4\.00 ' "$WORK/output"

# reader_manifest: what npm wants beside a lock file.
reader_manifest() {
	# shellcheck disable=SC2016
	awk -v lock="$1" '
		{ needs = needs (NR > 1 ? "," : "") "\"" $1 "\":\"" $2 "\""
		  has = has ",\"node_modules/" $1 "\":{\"version\":\"" $2 "\",\"integrity\":\"sha512-" $3 "\"}" }
		END {
			needs = "\"dependencies\":{" needs "}"
			if (lock)
				print "{\"lockfileVersion\":3,\"packages\":{\"\":{" needs "}" has "}}"
			else
				print "{\"private\":true," needs "}"
		}' <<<"$READER"
}

# reader_ensure: afterwards READER_DIR has node_modules, or READER_MISSING says why not.
reader_ensure() {
	local -r cache=${XDG_CACHE_HOME:-$HOME/.cache}/splitfold
	local work

	READER_MISSING=
	command -v node >/dev/null || READER_MISSING="no node on this machine"
	command -v npm >/dev/null || READER_MISSING="${READER_MISSING:-no npm on this machine}"
	READER_DIR=$cache/hdr-reader-$(sha256sum <<<"$READER" | cut -c1-12)
	[[ -z $READER_MISSING && ! -d $READER_DIR ]] || return 0
	mkdir -p "$cache"
	work=$(mktemp -d "$cache/hdr-reader.XXXXXX")
	reader_manifest "" >"$work/package.json"
	reader_manifest 1 >"$work/package-lock.json"
	if (cd "$work" && timeout -k 5 120 npm ci --ignore-scripts --no-audit --no-fund) \
		>"$WORK/npm.log" 2>&1; then
		mv -T "$work" "$READER_DIR"
	else
		READER_MISSING="npm has no hdr-histogram-js: $(grep -vE 'npm (notice|warn)' \
			"$WORK/npm.log" | head -n 1)"
		rm -rf "$work"
	fi
}

reader_ensure
if [[ -z $READER_MISSING && ! -e $PROJECT/results/$ID/records.jsonl.gz ]]; then
	READER_MISSING="the run $ID is not committed here"
fi
if [[ -n $READER_MISSING ]]; then
	skip "percentiles by an independent reader" "$READER_MISSING"
	tap_done
	exit
fi

mkdir -p "$SPLITFOLD_RESULTS"
cp -r "$PROJECT/results/$ID" "$SPLITFOLD_RESULTS"
"$PROJECT/run.sh" report "$ID" --format csv >"$WORK/csv"
"$PROJECT/run.sh" report "$ID" >"$WORK/txt"
run tool build/host/splitfold export --run "$SPLITFOLD_RESULTS/$ID"
exits 0 "the run is exported"
STATUS=0
NODE_PATH=$READER_DIR/node_modules node "$PROJECT/tests/percentile.js" \
	"$PROJECT/results/$ID/records.jsonl.gz" "$WORK/csv" "$SPLITFOLD_RESULTS/$ID/export" \
	>"$WORK/output" 2>&1 || STATUS=$?
exits 0 "the reader takes every histogram"
for what in csv tsv hgrm curve complete; do
	check "$what: all as the reader has them" grep -qE "^$what ([1-9][0-9]*) \1\$" "$WORK/output"
done
grep '^[a-z]' "$WORK/output" | sed 's/^/# /'
# What records hold by the old rule is told: as many as the reader finds.
stale=$(awk '$1 == "stored" { print $3 - $2 }' "$WORK/output")
check "percentiles of the records that differ ($stale) are told" grep -qE \
	"^ +$stale percentiles of the records are not their histograms'" "$WORK/txt"
told=$("$PROJECT/run.sh" report "$ID" --records guest=plain,guest=realm | tr -s '\n ' ' ' |
	grep -oE 'p[0-9.]+ [0-9]+ \([0-9]+ in the record\)' | wc -l)
check "and shown with their records" test "$told" = "$stale"

tap_done
