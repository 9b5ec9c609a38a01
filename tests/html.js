// SPDX-License-Identifier: GPL-2.0-only
// html.js - put at the end of a report's HTML, touches it as a reader would, and says in the
// title of the page what came of it: 95-report.t has it from there.
"use strict";

// Of "24,679,045~", "1/5312" or "base" the number; null: it is none.
function value(text) {
	const plain = text.replace(/[,~]/g, "").trim();

	if (plain === "base")
		return 1;
	if (plain.startsWith("1/"))
		return 1 / parseFloat(plain.slice(2));
	return /^[-+]?[.\d]/.test(plain) ? parseFloat(plain) : null;
}

// Rows under one heading: numbers as they should be, and what is none after them.
function ordered(body, column, down) {
	const cells = [...body.rows].filter((row) => row.children.length > column &&
						      !row.querySelector(".over"))
		.map((row) => value(row.children[column].textContent));

	return cells.every((now, i) => {
		const before = i ? cells[i - 1] : now;

		return now === null || before !== null && (down ? before >= now : before <= now);
	});
}

function sorts(table) {
	const head = [...table.tHead.rows].at(-1);
	const before = table.textContent.length;
	let good = true;

	[...head.children].forEach((th, column) => {
		if (th.classList.contains("l"))
			return;
		for (const down of [false, true]) {
			th.click();
			for (const body of table.tBodies)
				good &&= ordered(body, column, down);
		}
	});
	return good && table.textContent.length === before;
}

function wait(ms) {
	return new Promise((done) => setTimeout(done, ms));
}

// A plot that is packed is an image once its part is open.
async function unpacks(figure) {
	figure.closest("details").open = true;
	for (let i = 0; i < 1000; i++) {
		if (figure.querySelector("img")?.naturalWidth)
			return true;
		await wait(50);
	}
	return false;
}

// What a number leads to is shown.
async function leads(link) {
	const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));

	if (!target || target.checkVisibility())
		return false;
	link.click();
	await wait(50);
	return target.checkVisibility();
}

(async () => {
	const tables = [...document.querySelectorAll("table")].filter((table) => table.tHead);
	const figures = [...document.querySelectorAll("figure[data-svg]")].slice(0, 3);
	const links = [...document.querySelectorAll("table a[href^='#cell-']")].slice(0, 1);
	let sorted = 0, unpacked = 0, led = 0;

	for (const table of tables)
		sorted += sorts(table);
	for (const link of links)
		led += await leads(link);
	for (const figure of figures)
		unpacked += await unpacks(figure);
	document.title = `${sorted} of ${tables.length} tables sort, ` +
		`${unpacked} of ${figures.length} plots unpack, ` +
		`${led} of ${links.length} links open`;
})();
