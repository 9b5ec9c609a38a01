// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_html.c - HTML reports: nothing that a guest sent can be markup, every link leads
 * somewhere, every element that is opened is closed.
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"
#include "host/answer/answer.h"
#include "host/html/html.h"

#define HOSTILE "</pre><script>alert(1)</script>&amp;\"'\t\x01\xff"
#define HARMLESS "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&quot;&#39;???"

static char *page;
static size_t page_len;

static FILE *page_start(void)
{
	free(page);
	page = NULL;
	return open_memstream(&page, &page_len);
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected:\n%s\nin:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("not expected:\n%s\nin:\n%s", part, text);
}

static size_t occurrences(const char *text, const char *part)
{
	size_t nr = 0;

	for (text = strstr(text, part); text; text = strstr(text + 1, part))
		nr++;
	return nr;
}

/* What is opened is closed as often. */
static void assert_balanced(const char *text)
{
	static const char *const names[] = { "details", "summary", "table", "tbody", "thead",
					     "tr", "section", "pre", "p", "figure", "main", "ol" };
	char begin[16], with[16], end[16];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(begin, sizeof(begin), "<%s>", names[i]);
		snprintf(with, sizeof(with), "<%s ", names[i]);
		snprintf(end, sizeof(end), "</%s>", names[i]);
		if (occurrences(text, begin) + occurrences(text, with) != occurrences(text, end))
			fail_msg("<%s> and </%s> do not pair", names[i], names[i]);
	}
}

/* Every "#..." that a page leads to is there. */
static void assert_linked(const char *text)
{
	const char *at = text;
	char id[300], name[256];

	while ((at = strstr(at, "href=\"#"))) {
		at += strlen("href=\"#");
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(at, "\""), at);
		snprintf(id, sizeof(id), "id=\"%s\"", name);
		if (!strstr(text, id))
			fail_msg("a link leads to #%s, which is not there", name);
	}
}

static void escapes(void **state)
{
	FILE *out = page_start();

	(void)state;
	html_text(out, HOSTILE "\nend");
	fclose(out);
	assert_string_equal(page, HARMLESS "\nend");
}

static void tables(void **state)
{
	static const struct table_column columns[] = {
		{ "", "method.hold", 1 }, { "held", "p50", 0 }, { "", "ratio", 0 },
	};
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	FILE *out = page_start();

	(void)state;
	table_heading(table, "-- split, %s", HOSTILE);
	table_row(table);
	table_source(table, "cell-a", "split");
	table_put(table, "%s", HOSTILE);
	table_put(table, "24679045~");
	table_put(table, "1/5312");
	table_row(table);
	table_put(table, "live.spin");
	table_put(table, "1234");
	table_put(table, "12345x");
	html_table(out, table);
	fclose(out);
	table_free(table);
	assert_has(page, "<th class=\"l\">method.hold</th><th>held p50</th><th>ratio</th>");
	assert_has(page, "scope=\"rowgroup\">split, " HARMLESS "</th>");
	assert_has(page, "<tr><td class=\"l\"><a href=\"#cell-cell-a/split\">" HARMLESS "</a></td>"
		   "<td>24,679,045~</td><td>1/5312</td></tr>");
	assert_has(page, "<tr><td class=\"l\">live.spin</td><td>1234</td><td>12345x</td></tr>");
	assert_balanced(page);
}

#define X31 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Each line of a fold is as long as it was printed, also behind one that was joined. */
static void folded_twice(void **state)
{
	FILE *out = page_start();

	(void)state;
	html_prose(out, " 5208 x skip    monitor_work, rsi_get, rsi_set, s2_fault, s2_fault_work,\n"
		   "                shared_pages, smc: no monitor of realm/ under this\n"
		   "                kernel\n"
		   "   12 x skip    one: short\n", false);
	fclose(out);
	assert_has(page, " 5208 x skip    monitor_work, rsi_get, rsi_set, s2_fault, s2_fault_work, "
		   "shared_pages, smc: no monitor of realm/ under this kernel\n"
		   "   12 x skip    one: short</pre>");
}

/* Lines that were folded for mail are joined, others are not; titles make parts. */
static void prose(void **state)
{
	FILE *out = page_start();

	(void)state;
	html_prose(out, "key       value that is so long that no more than nothing of it fits any\n"
		   "          more\n"
		   "another_key  value as long as a line may be, or nearly, that is\n"
		   "long      " X31 X31 "\n          yy\n"
		   "third_key  value\n\n== one: " HOSTILE "\n   accel tcg\n\n"
		   "A sentence that is as long as a line of a mail may be, which is seventy-\n"
		   "two.\nA short line.\n== two\nmet     something that goes on until there is"
		   " no more room in the line\n        and on\n", false);
	fclose(out);
	assert_has(page, "<pre>key       value that is so long that no more than nothing of it "
		   "fits any more\n"
		   "another_key  value as long as a line may be, or nearly, that is\n"
		   "long      " X31 X31 "yy\n"
		   "third_key  value</pre>\n<details>\n<summary>one: " HARMLESS
		   "</summary>\n<pre class=\"on\">   accel tcg</pre>");
	assert_has(page, "seventy- two.\nA short line.</pre>\n</details>\n<details>\n"
		   "<summary>two</summary>");
	assert_has(page, "room in the line and on</pre>");
	assert_balanced(page);
}

static void answers(void **state)
{
	struct answer_piece said[] = {
		{ "held for ", 0, NULL, NULL }, { "22400", 1, "split", "held" },
		{ HOSTILE, 0, NULL, NULL }, { "7", 9, "split", "held" },
	};
	struct answer_piece cells[] = { { HOSTILE, 0, NULL, NULL }, { "3", 1, NULL, NULL } };
	static const struct table_column columns[] = { { "", "pair", 1 }, { "", "n", 0 } };
	struct answer_row rows[] = { { "over", { 0 } }, { NULL, { cells, 2, 2 } } };
	struct answer_table table = { "what", columns, 2, rows, 2, 2, "a " HOSTILE };
	struct answer_cell cell = { "convert-x", NULL, 1 };
	struct answer answer = { .id = "Q2", .title = HOSTILE, .measured = true,
				 .said = { said, 4, 4 }, .tables = &table, .nr_tables = 1,
				 .cells = &cell, .nr_cells = 1 };
	struct run run = { .id = (char *)"20261101-120000-beef" };
	FILE *out = page_start();

	(void)state;
	html_answer(out, &run, &answer);
	answer.measured = false;
	html_answer(out, &run, &answer);
	fclose(out);
	assert_has(page, "<section id=\"Q2\">\n<h3>Q2. " HARMLESS "</h3>\n<p>held for "
		   "<a href=\"#cell-convert-x/split\" title=\"held\">22,400</a>" HARMLESS "7</p>");
	assert_has(page, "<td class=\"l\">" HARMLESS "</td>"
		   "<td><a href=\"#cell-convert-x\">3</a></td>");
	assert_has(page, "<li><a href=\"#cell-convert-x\">convert-x</a>, 1 boot</li>");
	assert_has(page, "--records Q2");
	assert_has(page, "<p class=\"not\">Not measured in this run: held for");
	assert_lacks(page, "<script");
	assert_balanced(page);
}

static char *report(void)
{
	char *text;

	assert_int_equal(command_run(cmd_report, "", "--run @ --format html", &text), EXIT_OK);
	return text;
}

static void whole(void **state)
{
	static const char svg[] = "<svg><script>alert(2)</script></svg>";
	char *text;

	(void)state;
	store_convert("bench=convert method=live hold=spin bbm=bbml2", 1, "ns", 3000000, 0, 10,
		      1024);
	store_convert("bench=convert method=upstream hold=spin bbm=bbml2", 1, "ns", 4000000, 0, 10,
		      1030);
	assert_int_equal(dir_make(scratch_path("plots")), 0);
	scratch_write("plots/convert-by-memory-1c-icount.svg", svg, strlen(svg));
	scratch_write("plots/convert-held-histogram-x.svg", svg, strlen(svg));
	scratch_write("calibration.txt", "== A/A\n5 of 200\n", 16);
	store_convert("bench=convert method=swap hold=park guest=realm", 1, "ns", 3000, 0, 10, 9);
	text = report();
	assert_has(text, "-realm (emulated RSI)</summary>");
	assert_has(text, "<summary>convert: pages and entries of a conversion</summary>");
	assert_has(text, "<td>4,000,000</td>");
	/* text goes on where the table left it */
	assert_has(text, "</tbody>\n</table></div>\n<pre>ratio: of held p50, to that of ");
	assert_has(text, "<img alt=\"convert-by-memory-1c-icount\" src=\"data:image/svg+xml;base64,"
		   "PHN2Zz48c2NyaXB0PmFsZXJ0KDIpPC9zY3JpcHQ+PC9zdmc+\">");
	assert_has(text, "<summary>convert-held-histogram-x</summary><figure data-svg=\"eJ");
	assert_has(text, "held                 ns           10     1    4000000    4000000");
	assert_has(text, ".1.log</p>");
	/* what only began and ended a boot has nothing under a heading */
	assert_lacks(text, "/hello\"");
	assert_lacks(text, "/end\"");
	assert_has(text, "/split\">split</h4>");
	assert_has(text, "<summary>A/A</summary>\n<pre class=\"on\">5 of 200</pre>");
	assert_lacks(text, "alert(2)");
	assert_lacks(text, "http://");
	assert_lacks(text, "https://");
	assert_linked(text);
	assert_balanced(text);
	assert_int_equal(occurrences(text, "<script>"), 1);
	free(text);
}

/* text with what is between from and the next comma replaced by to. */
static char *with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strcspn(at, ","));
}

/* A reason that says it is markup, and a title, in a record as it may be in a file. */
static void hostile_record(void **state)
{
	const struct made_op op = { "split", "split", "\"held\":{\"unit\":\"ns\",\"value\":1}" };
	char *lines = boot_lines("bench=convert method=live hold=spin bbm=bbml2", 1, &op, 1);
	char *skipped, *hostile, *text, *split = strstr(lines, "\"op\":\"split\"");

	(void)state;
	assert_non_null(split);
	skipped = with(split, "\"status\"", "\"status\":\"skip\"");
	hostile = with(skipped, "\"reason\"",
		       "\"reason\":\"</pre><script>evil()</script>\\n== x<img>\\u0001\"");
	text = xasprintf("%.*s%s", (int)(split - lines), lines, hostile);
	assert_int_equal(store_append(scratch, text, strlen(text)), 0);
	free(lines);
	free(skipped);
	free(hostile);
	free(text);
	text = report();
	assert_has(text, "&lt;script&gt;evil()&lt;/script&gt;");
	assert_lacks(text, "<script>evil");
	assert_lacks(text, "<img>");
	assert_balanced(text);
	free(text);
}

static void nothing(void **state)
{
	char *text;

	(void)state;
	scratch_write("records.jsonl", "", 0);
	text = report();
	assert_has(text, "has no plots");
	assert_linked(text);
	assert_balanced(text);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes),
		cmocka_unit_test(tables),
		cmocka_unit_test(prose),
		cmocka_unit_test(folded_twice),
		cmocka_unit_test(answers),
		scratch_test(whole),
		scratch_test(hostile_record),
		scratch_test(nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
