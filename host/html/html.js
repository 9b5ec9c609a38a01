// SPDX-License-Identifier: GPL-2.0-only
// html.js - what an HTML report does when touched: tables sort, plots unpack, links open.
"use strict";

// "24,679,045~", "1/5312" and "0.95" as numbers, a ratio's "base" is 1; Infinity: it is none.
function number(text) {
	if (text === "base")
		return 1;
	const [, over, value] = /^(1\/)?([-+]?[\d.]+)/.exec(text.replaceAll(",", "")) || [];
	return value === undefined ? Infinity : over ? 1 / value : Number(value);
}

// Rows under one heading stay under it; what is no number comes last, whichever way is up.
function sort(head) {
	const row = head.parentNode, column = [...row.children].indexOf(head);
	const down = head.getAttribute("aria-sort") === "ascending";
	const text = (tr) => tr.children[column].textContent;
	const order = head.classList.contains("l") ?
		(a, b) => text(a).localeCompare(text(b)) :
		(a, b) => number(text(a)) === number(text(b)) ? 0 : number(text(a)) - number(text(b));

	const none = (tr) => !head.classList.contains("l") && number(text(tr)) === Infinity;

	for (const th of row.children)
		th.removeAttribute("aria-sort");
	head.setAttribute("aria-sort", down ? "descending" : "ascending");
	for (const body of head.closest("table").tBodies) {
		const rows = [...body.rows].filter((tr) => tr.children.length > column &&
						     !tr.querySelector(".over"));
		rows.sort((a, b) => none(a) - none(b) || (down ? order(b, a) : order(a, b)));
		body.append(...rows);
	}
}

async function unpack(figure) {
	const packed = Uint8Array.from(atob(figure.dataset.svg), (c) => c.charCodeAt(0));
	const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
	const svg = await new Response(stream).blob();
	const img = document.createElement("img");

	figure.removeAttribute("data-svg");
	img.alt = figure.textContent;
	img.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
	figure.prepend(img);
}

// "#cell-NAME/OP": the operation in its cell, or the cell if it has no such figures.
function open_target() {
	const id = decodeURIComponent(location.hash.slice(1));
	const target = document.getElementById(id) || document.getElementById(id.split("/")[0]);
	const around = target && target.closest("details");

	if (around) {
		around.open = true;
		target.scrollIntoView();
	}
}

document.addEventListener("click", (event) => {
	const head = event.target.closest("thead th");

	if (head)
		sort(head);
});
document.addEventListener("toggle", (event) => {
	const figure = event.target.open && event.target.querySelector("figure[data-svg]");

	if (figure)
		unpack(figure);
}, true);
addEventListener("hashchange", open_target);
open_target();
