# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# bundle.sh - the subcommand bundle: a run as it can be given away or cited. All of it but
# the records is made anew, from these alone, so that nobody has to trust what lay around.

bundle_usage() {
	cat <<-'EOT'
		usage: ./run.sh bundle DIR [ID]

		Writes a run (default: the newest) to the new directory DIR: report.txt,
		report.html, plots/, the records (packed), what was asked for (matrix.ini,
		plan.tsv) and what it was made from (meta.json), paper/ with LaTeX tables and PDF
		figures if it has any, and a README with the commands.

		example: ./run.sh bundle /tmp/evidence
	EOT
}

bundle_main() {
	local dir='' id=''

	while (($#)); do
		case $1 in
		--help | -h) bundle_usage && return ;;
		-*) usage_error "bundle: unknown option '$1' (./run.sh bundle --help)" ;;
		*)
			[[ -z $id ]] || usage_error "bundle: a directory and one run"
			if [[ -z $dir ]]; then dir=$1; else id=$1; fi
			;;
		esac
		shift
	done
	[[ -n $dir ]] || usage_error "bundle: name a directory that is not there yet"
	[[ ! -e $dir ]] || usage_error "bundle: $dir is there already"
	setup_ensure
	rundir_results
	rundir_find "$id" records.jsonl{,.gz} plan.tsv
	build_make host
	bundle_make "$dir"
	say "bundle of $RUN_ID: $dir"
}

# bundle_copy: the files of RUN that were not made from others, to WORK/RUN_ID; RUN is then
# that one.
bundle_copy() {
	local file

	mkdir "$WORK/$RUN_ID"
	for file in {meta.json,matrix.ini,plan.tsv,calibration.txt,records.jsonl{,.gz}}; do
		[[ ! -e $RUN/$file ]] || cp "$RUN/$file" "$WORK/$RUN_ID"
	done
	RUN=$WORK/$RUN_ID
	[[ ! -e $RUN/records.jsonl.gz || -s $RUN/records.jsonl ]] ||
		gzip -cd "$RUN/records.jsonl.gz" >"$RUN/records.jsonl"
	rm -f "$RUN/records.jsonl.gz"
}

# bundle_paper: RUN/paper: tables, the figures that they name, and a document to try them. There
# is none of a run that has neither: LaTeX makes no PDF of nothing.
bundle_paper() {
	mkdir -p "$RUN/paper/figures"
	splitfold report --run "$RUN" --format tex >"$RUN/paper/report.tex" ||
		die "there are no tables for a paper"
	if ! grep -qF -e '\begin{table}' -e '\begin{figure}' "$RUN/paper/report.tex"; then
		rm -r "$RUN/paper"
		return
	fi
	PLOTS_TYPES=pdf
	PLOTS_NAMES=$(sed -n 's|^\\includegraphics.*splitfoldfigures/\(.*\)\.pdf}$|\1|p' \
		"$RUN/paper/report.tex" | xargs)
	if [[ -n $PLOTS_NAMES ]]; then
		plots_draw "$RUN" || warn "figures of paper/report.tex are missing"
		mv "$RUN"/plots/*.pdf "$RUN/paper/figures" ||
			warn "paper/report.tex has no figures"
	fi
	cat >"$RUN/paper/paper.tex" <<-'EOT'
		% To try the tables and figures of report.tex: pdflatex paper.tex
		\documentclass{article}
		\usepackage[margin=2cm]{geometry}
		\usepackage{booktabs,graphicx}
		\begin{document}
		\input{report.tex}
		\end{document}
	EOT
}

bundle_readme() {
	cat <<-EOT
		splitfold run $RUN_ID

		What it cost an arm64 kernel to change the granularity of its linear map after
		boot. report.html opens in any browser and needs no network; report.txt is the
		same for a mail. README.md of splitfold says what may be quoted.

		It was made by splitfold at the revision that meta.json names, with
		    $(bundle_command)
		of the matrix.ini that lies here; meta.json has the versions and checksums.

		All that is here but the records was made from them. To make it again, or to
		ask for more, copy this directory to results/$RUN_ID and
		    ./run.sh report $RUN_ID        (--format html, tex or csv)
		    ./run.sh bundle DIR $RUN_ID
		records.jsonl.gz has one JSON object a line.
	EOT
	[[ ! -e $RUN/paper ]] || cat <<-'EOT'
		In paper/ pdflatex paper.tex shows the tables and figures of report.tex.
	EOT
}

# bundle_command: that made the run, with what was selected, a shell's own characters quoted.
bundle_command() {
	local append words word

	append=$(bundle_meta append)
	read -ra words <<<"$(bundle_meta select)"
	[[ -z $append ]] || printf "SPLITFOLD_APPEND='%s' " "$append"
	printf './run.sh matrix --seed %s --matrix matrix.ini' "$(bundle_meta seed)"
	for word in "${words[@]}"; do
		if [[ $word =~ ^[[:alnum:]-]+$ ]]; then
			printf ' %s' "$word"
		else
			printf " '%s'" "$word"
		fi
	done
}

# bundle_meta KEY: of RUN/meta.json, as it says it on a line; nothing if it is empty.
bundle_meta() {
	sed -nE "s/^ *\"$1\": \"?([^\"]*[^\",])\"?,?\$/\1/p" "$RUN/meta.json"
}

# bundle_make DIR: in a directory of its own first, which the tool root can see.
bundle_make() {
	local -r dir=$1

	WORK=$(mktemp -d "$PROJECT/build/bundle.XXXXXX")
	trap 'rm -rf "$WORK"' EXIT
	bundle_copy
	PLOTS_TYPES=svg
	report_write
	bundle_paper
	bundle_readme >"$RUN/README"
	gzip -n9 "$RUN/records.jsonl"
	rm -rf "$RUN/export"
	mkdir -p "$(dirname "$dir")"
	cp -r "$RUN" "$dir"
}
