#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A report made again from the records of a committed run: the same in every format,
# whatever the time, the place and the language; HTML that a validator passes; a bundle
# whose paper compiles. Nothing is booted.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# reference: the newest committed run that has a report.
reference() {
	local dir found=

	for dir in "$PROJECT"/results/2*/; do
		[[ ! -e $dir/report.txt ]] || git -C "$PROJECT" ls-files --error-unmatch \
			"$dir/report.txt" >/dev/null 2>&1 || continue
		[[ ! -e $dir/report.txt ]] || found=$dir
	done
	[[ -z $found ]] || basename "$found"
}

# keep FILE FORMAT [VARIABLE=VALUE...]: the report of the run under test, in an environment.
keep() {
	local -r file=$1 format=$2
	shift 2

	env "$@" "$PROJECT/run.sh" report "$ID" --format "$format" >"$WORK/$file" 2>>"$WORK/log"
}

ID=$(reference)
if [[ -z $ID ]]; then
	skip "a report made again" "no run is committed under results/"
	tap_done
	exit
fi
mkdir -p "$SPLITFOLD_RESULTS"
cp -r "$PROJECT/results/$ID" "$SPLITFOLD_RESULTS"

check "$ID: the report made again" keep txt txt
check "it is the committed one" diff "$PROJECT/results/$ID/report.txt" "$WORK/txt"
check "no line of it is wider than 72 columns" awk 'length > 72 { exit 1 }' "$WORK/txt"
check "all of it is ASCII without tabs" sh -c "! LC_ALL=C grep -n '[^ -~]' '$WORK/txt'"

for format in txt html tex csv; do
	check "$format" keep "$format.1" "$format" LC_ALL=C TZ=UTC
	check "$format elsewhere" keep "$format.2" "$format" LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 \
		TZ=Asia/Tokyo
	check "$format is the same there" cmp "$WORK/$format.1" "$WORK/$format.2"
	check "$format has something in it" test "$(wc -l <"$WORK/$format.1")" -gt 10
done

check "html needs nothing from elsewhere" sh -c \
	"! grep -oE '(src|href)=\"(https?:|//|[a-z]+/)' '$WORK/html.1'"
if command -v tidy >/dev/null; then
	check "html is valid (tidy)" tidy -e -q "$WORK/html.1"
else
	skip "html is valid" "no tidy on this machine"
fi
# Its script, tried as a reader would: tests/html.js says in the page's title what came of it.
browser=$(command -v chromium || command -v chromium-browser || true)
if [[ -n $browser ]]; then
	{ cat "$WORK/html.1" && echo '<script>' && cat "$PROJECT/tests/html.js" && echo '</script>'; } \
		>"$WORK/touched.html"
	touched=$(timeout -k 5 120 "$browser" --headless=new --no-sandbox --disable-gpu \
		--no-first-run --disable-background-networking --host-resolver-rules='MAP * ~NOTFOUND' \
		--user-data-dir="$WORK/browser" --virtual-time-budget=100000 --dump-dom \
		"file://$WORK/touched.html" 2>>"$WORK/log" | grep -ao '<title>[^<]*' | head -n 1 || true)
fi
if [[ -z $browser || -z $touched ]]; then
	skip "html's tables sort, plots unpack, links open" "no chromium that runs on this machine"
else
	echo "# ${touched#<title>}"
	check "html's tables sort, plots unpack, links open" grep -qE \
		'^<title>([1-9][0-9]*) of \1 tables sort, ([1-9]) of \2 plots unpack, 1 of 1 links open$' \
		<<<"$touched"
fi

# An answer or a number that is there must be in the same report's html and records.
check "every question is answered, in html too" test \
	"$(grep -c '<section id="Q' "$WORK/html.1")" = 11
# shellcheck disable=SC2016
check "links of html lead to what is there" awk -v RS='[<>]' '
	match($0, /^a href="#[^"]*/) { wanted[substr($0, 10, RLENGTH - 9)] }
	match($0, / id="[^"]*/) { there[substr($0, RSTART + 5, RLENGTH - 5)] }
	END { for (id in wanted) if (!(id in there)) { print id; bad = 1 } exit bad }' \
	"$WORK/html.1"

run bundle "$WORK/given/away" "$ID"
exits 0 "bundle"
for file in README report.txt report.html records.jsonl.gz meta.json matrix.ini paper/report.tex; do
	check "bundle has $file" test -s "$WORK/given/away/$file"
done
check "bundle's report is the run's" cmp "$WORK/given/away/report.txt" "$WORK/txt"
# The appendix is of this run's counts, and of times of runs with more boots, committed for that:
# what each of its commands prints, one after the other.
appendix=$PROJECT/results/$ID/calibration.txt
mapfile -t commands < <(awk '
	$1 == "command" { line = ""; on = 1 }
	$1 == "run" { print line; on = 0 }
	on { sub(/^command/, ""); sub(/^ +/, ""); line = line (line == "" ? "" : " ") $0 }' \
	"$appendix" 2>/dev/null)
ids=$(printf '%s\n' "${commands[@]}" | awk '{ print $3 }')
missing=$(for id in $ids; do [[ -d $PROJECT/results/$id ]] || echo "$id"; done)
if ((${#commands[@]} < 2)) || [[ -n $missing ]]; then
	skip "calibrated again" "the run has no appendix, or its boots are not here: $missing"
else
	for id in $ids; do
		[[ -d $SPLITFOLD_RESULTS/$id ]] || cp -r "$PROJECT/results/$id" "$SPLITFOLD_RESULTS"
	done
	for i in "${!commands[@]}"; do
		((i == 0)) || echo
		# quoted as a shell wants it
		eval "'$PROJECT/run.sh' ${commands[i]#./run.sh }"
	done >"$WORK/appendix"
	check "calibrated again" cmp "$appendix" "$WORK/appendix"
fi
# README's tables are printed from the run, and stand there to the letter.
check "README's tables are to be had" sh -c "
	awk -f '$PROJECT/tests/readme.awk' '$WORK/csv.1' | grep . >'$WORK/tables' &&
	test \$(wc -l <'$WORK/tables') = 30"
check "README has them as they are" sh -c "! grep -vxFf '$PROJECT/README.md' '$WORK/tables'"
# Plots that are committed come out the same, if the same gnuplot draws them.
version=$("$PROJECT/run.sh" tool gnuplot --version 2>/dev/null | sed 's/ *$//; s/^gnuplot/GNUPLOT/')
while read -r plot; do
	if grep -q "Produced by $version" "$PROJECT/$plot"; then
		check "drawn again: ${plot##*/}" cmp "$PROJECT/$plot" \
			"$WORK/given/away/plots/${plot##*/}"
	else
		skip "drawn again: ${plot##*/}" "it is not of $version"
	fi
done < <(git -C "$PROJECT" ls-files "results/$ID/plots/*.svg")
check "bundle has every figure that its paper names" sh -c "
	cd '$WORK/given/away/paper' &&
	sed -n 's|^.includegraphics.*splitfoldfigures/\(.*\)}\$|figures/\1|p' report.tex |
	xargs -r ls"
run bundle "$WORK/given/away" "$ID"
exits 2 "a bundle is not written over another"
if command -v pdflatex >/dev/null; then
	check "the paper compiles" sh -c "
		cd '$WORK/given/away/paper' && pdflatex -interaction=nonstopmode -halt-on-error paper.tex"
else
	skip "the paper compiles" "no pdflatex on this machine (texlive-latex-recommended)"
fi

# A part of a run: what was selected stands in its README, and of what has neither tables nor
# figures for a paper there is no paper.
mkdir "$WORK/part"
cp -r "$PROJECT/results/$ID" "$WORK/part/part"
rm -rf "$WORK/part/part/plots"
zcat -f "$PROJECT/results/$ID"/records.jsonl* | grep '"bench":"bbm"' >"$WORK/part/part/records.jsonl"
sed -i -E 's/^( *"select": ).*/\1"--quick --only bench=bbm,cpus=2+mem=2G --reps 2",/
	s/^( *"append": ).*/\1"sf.a=b sf.c=d"/' "$WORK/part/part/meta.json"
if [[ -s $WORK/part/part/records.jsonl ]]; then
	SPLITFOLD_RESULTS=$WORK/part run bundle "$WORK/given/part" part
	exits 0 "a bundle of records of one benchmark"
	check "its README has the command with what was selected" grep -qF \
		"SPLITFOLD_APPEND='sf.a=b sf.c=d' ./run.sh matrix --seed" "$WORK/given/part/README"
	check "quoted where a shell wants it" grep -qF -e \
		"matrix.ini --quick --only 'bench=bbm,cpus=2+mem=2G' --reps 2" \
		"$WORK/given/part/README"
	check "it has no paper" test ! -e "$WORK/given/part/paper"
	check "and does not speak of one" sh -c "! grep pdflatex '$WORK/given/part/README'"
else
	skip "a bundle of records of one benchmark" "$ID has none of bench bbm"
fi

# From packed records alone the run is the same run.
mkdir "$WORK/packed"
cp -r "$WORK/given/away" "$WORK/packed/$ID"
check "packed records give the same report" env SPLITFOLD_RESULTS="$WORK/packed" \
	"$PROJECT/run.sh" report "$ID" --format csv
SPLITFOLD_RESULTS=$WORK/packed run report "$ID" --format csv
check "to the byte" cmp "$WORK/output" "$WORK/csv.1"

tap_done
