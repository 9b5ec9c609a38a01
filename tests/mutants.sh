# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# mutants.sh - the subcommand mutants: bugs of our own (tests/mutants/*.mutant), planted one
# after the other into a copy of the tree, and the test that must find each. What survives
# shows where a test is missing.

readonly MUTANTS_UNIT_SECONDS=60	# for one unit test, which takes a few
readonly MUTANTS_GUEST_SECONDS=900	# for a build and a boot
readonly MUTANTS_FIELDS="breaks file killed-by"

MUTANTS_FROM=		# directory of *.mutant
MUTANTS_DIR=		# what is kept of this part: tree/, results/
MUTANTS_PID=		# the command that runs now

mutants_usage() {
	cat <<-'EOT'
		usage: ./run.sh mutants [--part I/N] [--resume] [--as NAME] [--from DIR] [NAME...]
		       ./run.sh mutants --list | --check [--from DIR]

		Plants each mutant (tests/mutants/NAME.mutant; default: all), a bug in one line of the
		module, the monitor or the plugin, into a copy of the tree, builds what it is in,
		and runs the test that is named as its killer, which has passed without it.
		Units take seconds, guests half a minute each.

		  --part I/N   only part I of N, for several machines or nights
		  --resume     go on where a run of the same part and the same tree stopped
		  --as NAME    keep what became of them in build/mutants/NAME (default: I-of-N)
		  --from DIR   mutants of another directory
		  --list       each with its killer and what it breaks
		  --check      each is complete and fits the tree as it is; nothing is built

		What became of each stays in build/mutants/I-of-N/results/NAME, the test's output
		in NAME.log beside it: killed, survived, timeout, or error (it does not fit, does
		not build, or its killer fails without it).

		Exit status 1: not all were killed.

		example: ./run.sh mutants --part 1/4 --resume
	EOT
}

# mutant_file NAME
mutant_file() {
	echo "$MUTANTS_FROM/$1.mutant"
}

# mutant_field NAME FIELD: its value, empty without.
mutant_field() {
	awk -v field="$2" '$0 == "--" { exit }
		$1 == field && $2 == "=" { sub(/^[^=]*= */, ""); print; exit }' "$(mutant_file "$1")"
}

# mutants_all: names, those that units kill first.
mutants_all() {
	local file name

	for file in "$MUTANTS_FROM"/*.mutant; do
		[[ -e $file ]] || continue
		name=${file##*/}
		name=${name%.mutant}
		case $(mutant_field "$name" killed-by) in
		unit*) echo "1 $name" ;;
		*) echo "2 $name" ;;
		esac
	done | sort | cut -d ' ' -f 2
}

# mutant_trouble NAME TREE: what is wrong with it, if anything.
mutant_trouble() {
	local -r name=$1 tree=$2
	local field source killer

	for field in $MUTANTS_FIELDS; do
		[[ -n $(mutant_field "$name" "$field") ]] || echo "no field '$field'"
	done
	killer=$(mutant_field "$name" killed-by)
	[[ $killer =~ ^(unit\ test_[a-z_0-9]+|(check|bench)\ [a-z]+(\ [a-z_0-9]+=[a-z0-9.-]+)*)$ ]] ||
		echo "killed-by = $killer: expected unit test_NAME, check SUBJECT [AXIS=VALUE...] or bench NAME [AXIS=VALUE...]"
	source=$(mutant_field "$name" file)
	[[ -f $tree/$source ]] || echo "no file '$source'"
	awk -f "$PROJECT/tests/mutants/apply.awk" "$(mutant_file "$name")" "$tree/$source" \
		>/dev/null 2>&1 || echo "its lines are not in $source, or not once only"
}

# mutants_check NAME...: says what is wrong with any.
mutants_check() {
	local name trouble bad=0

	for name in "$@"; do
		trouble=$(mutant_trouble "$name" "$PROJECT")
		[[ -n $trouble ]] || continue
		bad=$((bad + 1))
		printf '%s: %s\n' "$(mutant_file "$name")" "$trouble" >&2
	done
	echo "$# mutants, $bad of them do not fit"
	((bad == 0))
}

mutants_list() {
	local name

	for name in "$@"; do
		printf '%s\n    %s\n    killed by: %s\n' "$name" "$(mutant_field "$name" breaks)" \
			"$(mutant_field "$name" killed-by)"
	done
}

# mutants_stop NUMBER: of a signal; ends the command that runs, and then us.
mutants_stop() {
	trap '' INT TERM HUP
	[[ -z $MUTANTS_PID ]] || kill -TERM "$MUTANTS_PID" 2>/dev/null || true
	wait || true
	exit $((128 + $1))
}

# mutants_do SECONDS LOG CMD...: its exit status, 124 or 137 after that time.
mutants_do() {
	local -r seconds=$1 log=$2
	local status=0
	shift 2

	timeout -k 20 "$seconds" "$@" >>"$log" 2>&1 </dev/null &
	MUTANTS_PID=$!
	wait "$MUTANTS_PID" || status=$?
	MUTANTS_PID=
	return "$status"
}

# mutants_tree: a copy of the tree with what is built of it. Not the module: kbuild knows it
# by its path. Always a new one: what was built of a mutant must not look up to date.
mutants_tree() {
	local -r tree=$MUTANTS_DIR/tree
	local part lock

	rm -rf "$tree"
	mkdir -p "$tree/build"
	tar -C "$PROJECT" --exclude=./build --exclude=./results --exclude=./.git -cf - . |
		tar -C "$tree" -xf -
	exec {lock}>"$PROJECT/build/lock"
	flock "$lock"
	for part in host guest realm plugin; do
		[[ ! -d $PROJECT/build/$part ]] || cp -a "$PROJECT/build/$part" "$tree/build/$part"
	done
	exec {lock}>&-
}

# mutants_fingerprint: of all that is built from.
mutants_fingerprint() {
	(cd "$PROJECT" && find . \( -path ./build -o -path ./results -o -path ./.git -o \
		-path ./tests/mutants \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum) |
		sha256sum | cut -d ' ' -f 1
}

# killer_run LOG KIND NAME [AXIS=VALUE...]: runs a test in the copy; its exit status, or 99
# when it did not build.
killer_run() {
	local -r log=$1 kind=$2 name=$3 tree=$MUTANTS_DIR/tree
	local status=0 frames=$MUTANTS_DIR/frames
	local cell=(mem_mib=512 cpus=2 est_s=300)
	shift 3

	: >"$log"
	case $kind in
	unit)
		mutants_do "$MUTANTS_GUEST_SECONDS" "$log" "$tree/run.sh" tool make "build/host/$name" ||
			return 99
		mutants_do "$MUTANTS_UNIT_SECONDS" "$log" "$tree/run.sh" tool env \
			CMOCKA_MESSAGE_OUTPUT=TAP "build/host/$name"
		return
		;;
	check)
		mutants_do "$MUTANTS_GUEST_SECONDS" "$log" "$tree/run.sh" boot "${cell[@]}" unsafe=yes \
			"$@" --append "sf.test=check:$name oops=panic" || status=$?
		;;
	bench)
		rm -f "$frames"
		mutants_do "$MUTANTS_GUEST_SECONDS" "$log" "$tree/run.sh" boot "${cell[@]}" \
			"bench=$name" samples=4 "$@" --append oops=panic --frames "$frames" || status=$?
		[[ ! -e $frames ]] || grep -aoE '\{.*\}' "$frames" >>"$log" || true
		;;
	esac
	! grep -qa '^run.sh: the build failed' "$log" || return 99
	((status == 0)) || return "$status"
	! killer_line "$log" >/dev/null || return 1
	case $kind in
	check) grep -qaE '^TAP end .* 0' "$log" ;;
	bench) grep -qaE '"status":"ok"' "$log" ;;
	esac
}

# killer_line LOG: the first line that says what went wrong.
killer_line() {
	grep -aoE -m 1 -e '^not ok.*' -e '.*(Kernel panic|Internal error|Unable to handle|BUG:|WARNING:).*' \
		-e '"status":"fail".*' "$1" | tr -d '\r' | cut -c 1-240
}

# killer_base KILLER...: it passes without a mutant; asked once.
killer_base() {
	local -r key=$(tr -c 'a-z0-9_\n' '-' <<<"$*")
	local -r base=$MUTANTS_DIR/results/base.$key

	if [[ ! -e $base ]]; then
		say "without a mutant: $*"
		if killer_run "$base.log" "$@"; then
			echo passed >"$base"
		else
			echo failed >"$base"
		fi
	fi
	[[ $(<"$base") == passed ]]
}

# mutant_record NAME VERDICT LINE SECONDS
mutant_record() {
	local -r result=$MUTANTS_DIR/results/$1

	printf 'verdict = %s\nkilled-by = %s\nbreaks = %s\nline = %s\nseconds = %d\n' "$2" \
		"$(mutant_field "$1" killed-by)" "$(mutant_field "$1" breaks)" "$3" "$4" >"$result.new"
	mv "$result.new" "$result"
	printf '%-9s %-28s %4d s  %s: %s\n' "$2" "$1" "$4" "$(mutant_field "$1" killed-by)" "$3"
}

# mutant_judge STATUS LOG: "VERDICT LINE" of what a killer did.
mutant_judge() {
	local line

	line=$(killer_line "$2") || line="exit status $1, last: $(tail -n 1 "$2" | cut -c 1-200)"
	case $1 in
	0) echo "survived it passed" ;;
	99) echo "error it does not build: $(grep -aE -m 1 'error:|Error ' "$2" | cut -c 1-200)" ;;
	*)
		# What failed before it hung was found all the same.
		if killer_line "$2" >/dev/null || ! { [[ $1 =~ ^(124|137)$ ]] ||
			grep -qaE '^run.sh: the guest did not end' "$2"; }; then
			echo "killed $line"
		else
			echo "timeout $line"
		fi
		;;
	esac
}

# mutant_run NAME: plants it, runs its killer, takes it out.
mutant_run() {
	local -r name=$1 tree=$MUTANTS_DIR/tree start=$SECONDS
	local -r source=$tree/$(mutant_field "$name" file) log=$MUTANTS_DIR/results/$name.log
	local trouble status=0 verdict line killer

	read -ra killer < <(mutant_field "$name" killed-by)
	trouble=$(mutant_trouble "$name" "$tree" | head -n 1)
	if [[ -n $trouble ]]; then
		mutant_record "$name" error "$trouble" 0
		return
	fi
	if ! killer_base "${killer[@]}"; then
		mutant_record "$name" error "its killer fails without it" $((SECONDS - start))
		return
	fi
	cp "$source" "$MUTANTS_DIR/source"
	awk -f "$PROJECT/tests/mutants/apply.awk" "$(mutant_file "$name")" "$MUTANTS_DIR/source" >"$source"
	killer_run "$log" "${killer[@]}" || status=$?
	# Newer than what was built of the mutant.
	cat "$MUTANTS_DIR/source" >"$source"
	read -r verdict line < <(mutant_judge "$status" "$log")
	mutant_record "$name" "$verdict" "$line" $((SECONDS - start))
}

# mutants_begin RESUME: the directory of this part, its copy of the tree.
mutants_begin() {
	local -r results=$MUTANTS_DIR/results
	local print

	print=$(mutants_fingerprint)
	if [[ -n $1 && -e $results/tree && $(<"$results/tree") != "$print" ]]; then
		usage_error "mutants --resume: the tree is another than that of $results; begin anew without it"
	fi
	[[ -n $1 ]] || rm -rf "$results"
	mkdir -p "$results"
	echo "$print" >"$results/tree"
	mutants_tree
}

# mutants_run RESUME NAME...: fails unless all are killed.
mutants_run() {
	local -r resume=$1 results=$MUTANTS_DIR/results
	local name verdict lock
	local -A count=([killed]=0 [survived]=0 [timeout]=0 [error]=0)
	shift

	mkdir -p "$MUTANTS_DIR"
	exec {lock}>"$MUTANTS_DIR/lock"
	flock -n "$lock" || die "mutants: another run has $MUTANTS_DIR"
	mutants_begin "$resume"
	for name in "$@"; do
		# What was killed stays so; the rest may have been the machine's fault.
		grep -qs '^verdict = killed' "$results/$name" || mutant_run "$name"
		verdict=$(awk '$1 == "verdict" { print $3 }' "$results/$name")
		count[$verdict]=$((count[$verdict] + 1))
	done
	rm -rf "$MUTANTS_DIR/tree"
	exec {lock}>&-
	for name in "$@"; do
		! grep -q '^verdict = survived' "$results/$name" || echo "SURVIVED: $name"
	done
	printf '%d killed, %d survived, %d timeouts, %d errors; %s\n' "${count[killed]}" \
		"${count[survived]}" "${count[timeout]}" "${count[error]}" "${results#"$PROJECT"/}"
	((count[killed] == $#))
}

# mutants_part I N NAME...: every N-th of them.
mutants_part() {
	local -r part=$1 of=$2
	shift 2

	printf '%s\n' "$@" | awk -v i="$part" -v n="$of" '(NR - 1) % n == i - 1'
}

mutants_main() {
	local action=run resume='' part=1 of=1 as='' name names=() all=()

	MUTANTS_FROM=$PROJECT/tests/mutants
	while (($#)); do
		case $1 in
		--help | -h) mutants_usage && return ;;
		--list) action=list ;;
		--check) action=check ;;
		--resume) resume=yes ;;
		--from)
			need_value "$@"
			[[ -d $2 ]] || usage_error "mutants --from $2: no such directory"
			MUTANTS_FROM=$(cd "$2" && pwd -P)
			shift
			;;
		--part)
			[[ ${2-} =~ ^[1-9][0-9]{0,2}/[1-9][0-9]{0,2}$ ]] ||
				usage_error "mutants --part ${2-}: expected I/N, I from 1 to N"
			part=${2%/*}
			of=${2#*/}
			((part <= of)) || usage_error "mutants --part $2: expected I/N, I from 1 to N"
			shift
			;;
		--as)
			[[ ${2-} =~ ^[a-z0-9][a-z0-9.-]*$ ]] ||
				usage_error "mutants --as ${2-}: expected a name of a-z, 0-9, dots and dashes"
			as=$2
			shift
			;;
		-*) usage_error "mutants: unknown option '$1' (./run.sh mutants --help)" ;;
		*) names+=("$1") ;;
		esac
		shift
	done
	mapfile -t all < <(mutants_all)
	((${#all[@]})) || usage_error "mutants: no *.mutant in $MUTANTS_FROM"
	for name in "${names[@]}"; do
		[[ -e $(mutant_file "$name") ]] ||
			usage_error "mutants: no mutant '$name' in $MUTANTS_FROM (--list names them)"
	done
	((${#names[@]})) || names=("${all[@]}")
	case $action in
	run) ;;
	*)
		"mutants_$action" "${names[@]}"
		return
		;;
	esac
	mapfile -t names < <(mutants_part "$part" "$of" "${names[@]}")
	[[ -n ${names[0]-} ]] || usage_error "mutants --part $part/$of: there are fewer mutants than parts"
	MUTANTS_DIR=$PROJECT/build/mutants/${as:-$part-of-$of}
	setup_ensure
	trap 'mutants_stop 2' INT
	trap 'mutants_stop 15' TERM
	trap 'mutants_stop 1' HUP
	mutants_run "$resume" "${names[@]}"
}
