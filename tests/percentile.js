// SPDX-License-Identifier: GPL-2.0-only
//
// percentile.js - reads the histograms of a run with hdr-histogram-js, which is not ours, and
// compares what it says with what the host program printed and exported.
//
//	node percentile.js RECORDS.jsonl.gz REPORT.csv EXPORT_DIR
//
// Prints "NAME GOOD ALL" for each of what is compared, and what is wrong. A histogram has three
// digits; the host knows the extremes exactly: in the bucket of the largest sample it says max,
// and of boots of one or two samples it knows every sample.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const hdr = require('hdr-histogram-js');

const PERCENTILES = { p50: 50, p90: 90, p99: 99, p999: 99.9 };
const SHOWN = 5;	// of what is wrong

const counts = {};
let shown = 0;

function judge(name, good, what) {
	const count = counts[name] ||= { good: 0, all: 0 };

	count.all++;
	count.good += good ? 1 : 0;
	if (!good && shown++ < SHOWN)
		console.log(`# ${name}: ${what}`);
}

function decode(text) {
	return hdr.decodeFromCompressedBase64(text, 64, false);
}

// The reader's value as the host has to say it.
function expected(histogram, value, max) {
	return histogram.lowestEquivalentValue(value) === histogram.lowestEquivalentValue(max) ?
	       max : value;
}

// In whole numbers: 99.9 % are 999 of 1000.
function known(samples, percentile) {
	const rank = Math.ceil(Math.round(percentile * 1e9) * samples.length / 1e11);

	return samples[Math.max(rank, 1) - 1];
}

// The records of each boot's last attempt.
function* records(file) {
	const lines = zlib.gunzipSync(fs.readFileSync(file)).toString().trim().split('\n');
	const boots = new Map();
	let boot = [];

	for (const record of lines.map((line) => JSON.parse(line))) {
		boot.push(record);
		if (record.op === 'end') {
			boots.set(`${record.cell} ${record.rep}`, boot);
			boot = [];
		}
	}
	for (const all of boots.values())
		yield* all.filter((record) => record.status === 'ok');
}

// Of each series its histogram over all boots, and its samples if they are known.
function gather(file) {
	const series = new Map();

	for (const record of records(file)) {
		for (const [name, metric] of Object.entries(record.metrics)) {
			const key = `${record.cell}.${record.op}.${name}`;

			if (!metric.hdr)
				continue;
			if (!series.has(key))
				series.set(key, { parts: [], samples: [] });
			series.get(key).parts.push(metric);
		}
	}
	return series;
}

// As a record stores percentiles: whether the reader agrees, of one boot.
function judgeStored(metric, histogram) {
	for (const [name, percentile] of Object.entries(PERCENTILES)) {
		const value = metric.n <= 2 ? known([metric.min, metric.max], percentile) :
			      expected(histogram, histogram.getValueAtPercentile(percentile),
				       metric.max);

		counts.stored ||= { good: 0, all: 0 };
		counts.stored.all++;
		counts.stored.good += metric[name] === value ? 1 : 0;
	}
}

function merge(series) {
	const exact = series.parts.every((metric) => metric.n <= 2);

	for (const metric of series.parts) {
		const histogram = decode(metric.hdr);

		judgeStored(metric, histogram);
		series.max = Math.max(series.max ?? 0, metric.max);
		if (series.histogram)
			series.histogram.add(histogram);
		else
			series.histogram = histogram;
		if (exact)
			series.samples.push(...[metric.min, metric.max].slice(0, metric.n));
	}
	series.samples.sort((a, b) => a - b);
}

function judgeRow(name, key, row, series) {
	for (const [column, percentile] of Object.entries(PERCENTILES)) {
		const { histogram, samples, max } = series;
		const value = samples.length ? known(samples, percentile) :
			      expected(histogram, histogram.getValueAtPercentile(percentile), max);

		judge(name, Number(row[column]) === value,
		      `${key}: ${column} ${row[column]}, expected ${value}`);
	}
}

function judgeTable(name, file, separator, all) {
	const [head, ...lines] = fs.readFileSync(file, 'utf8').trim().split('\n');
	const columns = head.split(separator);

	for (const line of lines) {
		const row = Object.fromEntries(line.split(separator)
			.map((value, i) => [columns[i], value]));
		const key = `${row.cell}.${row.op}.${row.metric}`;
		const series = all.get(key);

		if (!series)
			continue;
		series[name] = true;
		judge(name, Number(row.n) === series.histogram.totalCount, `${key}: n`);
		judgeRow(name, key, row, series);
	}
	return name;
}

// The lines of a percentile text or table as [value, percentile, count].
function curve(text, scale) {
	return text.split('\n').filter((line) => /^\s*[0-9]/.test(line)).map((line) => {
		const [value, percentile, count] = line.trim().split(/\s+/).map(Number);

		return [value, percentile * scale, count];
	});
}

// The text has six digits of a share.
function sameCurve(a, b) {
	return a.length > 1 && a.length === b.length && a.every(([value, percentile, count], i) =>
		value === b[i][0] && Math.abs(percentile - b[i][1]) < 1e-4 && count === b[i][2]);
}

// The reader's own steps, with the exact maximum.
function readerCurve({ histogram, max }) {
	const steps = [];

	histogram.percentileIterator.reset(5);
	while (histogram.percentileIterator.hasNext()) {
		const step = histogram.percentileIterator.next();

		steps.push([expected(histogram, step.valueIteratedTo, max),
			step.percentileLevelIteratedTo, step.totalCountToThisValue]);
	}
	return steps;
}

// Of known samples: what each step should be.
function knownCurve(samples, steps) {
	return steps.map(([, percentile]) => {
		const value = known(samples, percentile);

		return [value, percentile, samples.filter((sample) => sample <= value).length];
	});
}

function judgeCurves(dir, key, series) {
	const hgrm = curve(fs.readFileSync(path.join(dir, `${key}.hgrm`), 'utf8'), 100);
	const tsv = curve(fs.readFileSync(path.join(dir, 'percentiles', `${key}.tsv`), 'utf8'), 1);
	const wanted = series.samples.length ? knownCurve(series.samples, hgrm) :
		       readerCurve(series);

	judge('hgrm', sameCurve(hgrm, wanted), `${key}.hgrm: not the steps that were expected`);
	judge('curve', sameCurve(tsv, hgrm), `percentiles/${key}.tsv: not those of the .hgrm`);
}

function main(file, csv, dir) {
	const all = gather(file);
	const benches = new Set();

	for (const [key, series] of all) {
		merge(series);
		judgeCurves(dir, key, series);
		benches.add(key.split('-')[0]);
		delete series.parts;
	}
	judgeTable('csv', csv, ',', all);
	for (const bench of benches)
		judgeTable('tsv', path.join(dir, `${bench}.tsv`), '\t', all);
	for (const [key, series] of all)
		judge('complete', series.csv && series.tsv, `${key} is not in every table`);
	for (const [name, count] of Object.entries(counts))
		console.log(`${name} ${count.good} ${count.all}`);
}

main(...process.argv.slice(2));
