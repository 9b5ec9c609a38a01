# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# stress.sh - the subcommand stress: on each starting map a guest that converts by all
# legal ways while everything else goes on in it (bench/stress.h), one after the other.
# What the guests say stays in build/stress/<map>.log.

readonly STRESS_CPUS=4 STRESS_MEM_MIB=2048
readonly STRESS_PER_MINUTE=50	# conversions, at least
readonly STRESS_LOGS=$PROJECT/build/stress
readonly STRESS_APPEND=${SPLITFOLD_APPEND-}

# The axes of each starting map; a realm that splits its blocks by itself is one of them.
readonly STRESS_NAMES=(pte bbml2 block realm)
declare -rA STRESS_MAPS=(
	[pte]="bbm=none rodata=on"
	[bbml2]="bbm=bbml2 rodata=on"
	[block]="bbm=none rodata=off kfence=100"
	[realm]="guest=realm bbm=bbml2 rodata=on"
)

stress_usage() {
	cat <<-'EOT'
		usage: ./run.sh stress [--minutes N] [--seed S] [--conversions N] [MAP...]

		Splits and folds by every legal method and hold in turn, on 4 CPUs, while
		permissions change, modules and BPF programs load, secret memory, processes and
		memory come and go, CPUs go off and on line and perf samples; in a realm memory is
		shared and taken back, too. After every conversion everything is checked. MAP: pte,
		bbml2, block, realm (default: all).

		  --minutes N       altogether (default: 10)
		  --seed S          of the order of everything (default: a new one, printed)
		  --conversions N   at least so many altogether (default: 50 a minute)

		example: ./run.sh stress --minutes 2 --seed 7 bbml2
	EOT
}

# stress_options ARG...: sets MINUTES, SEED, CONVERSIONS, MAPS.
stress_options() {
	MINUTES=10 SEED=$((1 + (SRANDOM & 0x3fffffff))) CONVERSIONS='' MAPS=()
	while (($#)); do
		case $1 in
		--help | -h) stress_usage && exit 0 ;;
		--minutes) need_count "$@" && MINUTES=$2 && shift ;;
		--seed) need_count "$@" && SEED=$2 && shift ;;
		--conversions) need_count "$@" && CONVERSIONS=$2 && shift ;;
		-*) usage_error "stress: unknown option '$1' (./run.sh stress --help)" ;;
		*)
			[[ -n ${STRESS_MAPS[$1]-} ]] ||
				usage_error "stress: no map '$1'; there are: ${STRESS_NAMES[*]}"
			MAPS+=("$1")
			;;
		esac
		shift
	done
	((${#MAPS[@]})) || MAPS=("${STRESS_NAMES[@]}")
	: "${CONVERSIONS:=$((MINUTES * STRESS_PER_MINUTE))}"
}

# stress_cell MAP SECONDS CONVERSIONS: the guest, into CELL and SPLITFOLD_APPEND.
stress_cell() {
	local axes

	read -ra axes <<<"${STRESS_MAPS[$1]}"
	boot_cell "${axes[@]}" cpus=$STRESS_CPUS mem_mib=$STRESS_MEM_MIB
	# For the boot, and for conversions that are still to come when the time is over.
	CELL[est_s]=$(($2 + 60))
	SPLITFOLD_APPEND="sf.test=stress sf.seconds=$2 sf.seed=$SEED sf.conversions=$3 $STRESS_APPEND"
}

# stress_follow MAP: passes on what the guest says of its progress and what failed.
stress_follow() {
	local line why=no

	while IFS= read -r line; do
		line=${line%$'\r'}
		case $line in
		"not ok "*) why=yes ;;
		"# "*) [[ $why == yes || $line == "# "*" s: "* ]] || continue ;;
		*) why=no && continue ;;
		esac
		printf '[%4ds] %s: %s\n' "$SECONDS" "$1" "${line#\# }"
	done
}

# stress_guest MAP SECONDS CONVERSIONS: one guest from boot to its end. Fails when it does.
stress_guest() {
	local -r map=$1 log=$STRESS_LOGS/$1.log
	local -r work=$STRESS_WORK/$map
	local status=0

	stress_cell "$@"
	mkdir "$work"
	mkfifo "$work/console"
	tee "$log" <"$work/console" | stress_follow "$map" &
	vm_start "$work/console" "$work/frames" "$work/errors"
	wait "$VM_PID" || status=$?
	# Opened here too, in case QEMU never did.
	: <>"$work/console"
	wait
	cat "$work/errors" >&2
	((status == 0)) || warn "$map: QEMU ended with status $status"
	if ! grep -q '^TAP end stress' "$log"; then
		warn "$map: the guest did not come to its end:"
		tail -n 20 "$log" >&2
	fi
	grep -q '^TAP end stress 0' "$log"
}

# stress_counts: how often each way was used on each map, splits + folds.
stress_counts() {
	local files=("${MAPS[@]/#/$STRESS_LOGS/}")

	files=("${files[@]/%/.log}")
	awk '
		FNR == 1 { file = FILENAME; sub(/.*\//, "", file); sub(/\.log$/, "", file); maps[++nr] = file }
		match($0, /- (split|fold) [a-z-]+\/[a-z]+: [0-9]+ times/) {
			split(substr($0, RSTART + 2, RLENGTH - 2), word, " ")
			way = word[2]; sub(/:$/, "", way)
			if (!(way in seen)) { seen[way] = 1; ways[++nr_ways] = way }
			count[word[1], way, file] = word[3]
		}
		END {
			printf "%-22s", "splits + folds"
			for (m = 1; m <= nr; m++) printf "%14s", maps[m]
			print ""
			for (w = 1; w <= nr_ways; w++) {
				printf "%-22s", ways[w]
				for (m = 1; m <= nr; m++) {
					s = count["split", ways[w], maps[m]]; f = count["fold", ways[w], maps[m]]
					printf "%14s", s == "" ? "-" : f == "" ? s : s " + " f
				}
				print ""
			}
		}' "${files[@]}"
}

# stress_summary: what the guests said at their end.
stress_summary() {
	local map total=0 n

	stress_counts
	for map in "${MAPS[@]}"; do
		n=$(sed -n 's/.*ok [0-9]* - \([0-9]*\) conversions in .*/\1/p' "$STRESS_LOGS/$map.log")
		total=$((total + ${n:-0}))
		printf '%s: ' "$map"
		awk '
			{ sub(/\r$/, "") }
			/ # SKIP /{ skipped++; next }
			/^ok /{ passed++ }
			/^not ok /{ failed++ }
			/^(not )?ok .* (conversions in|changes of known pages,)/ {
				sub(/^[^-]*- /, ""); printf "%s; ", $0
			}
			END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }
		' "$STRESS_LOGS/$map.log"
	done
	printf '%d conversions in all, seed %s, logs in %s\n' "$total" "$SEED" "${STRESS_LOGS#"$PROJECT/"}"
}

stress_main() {
	local map failed=0

	stress_options "$@"
	setup_ensure
	build_make host initramfs realm watchdog
	INITRAMFS=$PROJECT/build/guest/initramfs.$KVER.cpio.gz
	MONITOR=$PROJECT/build/realm/monitor.bin
	WATCHDOG=$PROJECT/build/watchdog/watchdog
	mkdir -p "$STRESS_LOGS"
	STRESS_WORK=$(mktemp -d "$PROJECT/build/stress.XXXXXX")
	trap 'rm -rf "$STRESS_WORK"' EXIT
	say "stress: ${MAPS[*]}, $MINUTES min, seed $SEED"
	for map in "${MAPS[@]}"; do
		stress_guest "$map" $((MINUTES * 60 / ${#MAPS[@]})) \
			$(((CONVERSIONS + ${#MAPS[@]} - 1) / ${#MAPS[@]})) || failed=1
	done
	stress_summary
	((!failed))
}
