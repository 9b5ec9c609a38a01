// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_events.c - qemu/plugin/events.c: which symbols are timed, and where they are; what is
 * wrong with either file is said with its line.
 */
#include "tests/unit/unit.h"
#include "qemu/plugin/abi.h"
#include "qemu/plugin/events.h"

static struct events events;
static char error[512];

static int names_read(const char *text)
{
	memset(&events, 0, sizeof(events));
	scratch_write("names", text, strlen(text));
	*error = '\0';
	return events_read_names(&events, scratch_path("names"), error, sizeof(error));
}

static int addresses_read(const char *text)
{
	scratch_write("addresses", text, strlen(text));
	*error = '\0';
	return events_read_addresses(&events, scratch_path("addresses"), error, sizeof(error));
}

static void said(const char *why)
{
	if (!strstr(error, why))
		fail_msg("expected '%s' in '%s'", why, error);
}

static void found(void **state)
{
	(void)state;
	assert_int_equal(names_read("# comment\n\nsetup_arch # maps\n\tpaging_init\n"
				    "missing\ntwice"), 0);
	assert_int_equal(events.nr, 4);
	assert_string_equal(events.event[0].name, "setup_arch");
	assert_int_equal(addresses_read("ffff800080002000 T setup_arch\n"
					"ffff800080001000 t twice\n"
					"ffff800080002000 W an_alias\n"
					"ffff800080003000 t twice\t[module]\n"
					"ffff800080002800 T paging_init\n"), 0);
	assert_int_equal(events.event[0].address, 0xffff800080002000);
	/* Sorted or not: up to what comes next. */
	assert_int_equal(events.event[0].end, 0xffff800080002800);
	assert_int_equal(events.event[1].end, 0xffff800080003000);
	assert_int_equal(events.event[2].copies, 0);
	assert_int_equal(events.event[2].address, 0);
	assert_int_equal(events.event[3].copies, 2);
	assert_int_equal(events.event[3].address, 0xffff800080001000);
}

static void marked(void **state)
{
	(void)state;
	assert_int_equal(names_read("one ends=early\ntwo\tends=alone # then\n"
				    "three ends=onlining\nfour callers=share\nfive\n"), 0);
	assert_int_equal(events.nr, 5);
	assert_int_equal(events.event[0].ends, 1 + PLUGIN_WINDOW_EARLY);
	assert_int_equal(events.event[1].ends, 1 + PLUGIN_WINDOW_ALONE);
	assert_int_equal(events.event[2].ends, PLUGIN_WINDOW_FINAL);
	assert_string_equal(events.event[3].called, "share");
	assert_int_equal(events.event[3].ends, 0);
	assert_string_equal(events.event[4].called, "");
	assert_int_equal(names_read("one ends=early\ntwo ends=early\n"), -1);
	said("names:2: 'two ends=early': expected a window that no other symbol ends");
	assert_int_equal(names_read("one ends=final\n"), -1);
	said("expected callers=NAME or ends= and early, alone or onlining");
	assert_int_equal(names_read("one callers=\n"), -1);
	said("expected callers=NAME or");
	assert_int_equal(names_read("one callers=a more\n"), -1);
	said("expected one symbol");
}

static void wrong_names(void **state)
{
	char many[EVENTS_MAX * 8] = "";
	unsigned int i;

	(void)state;
	assert_int_equal(names_read("one\ntwo words\n"), -1);
	said("names:2: 'two words': expected callers=NAME or ends=");
	assert_int_equal(names_read("a_symbol_of_exactly_forty_seven_characters_12345\n"), -1);
	said("names:1: 'a_symbol_of_exactly");
	assert_int_equal(names_read("one\n\none\n"), -1);
	said("names:3: 'one': expected a symbol that was not there before");
	assert_int_equal(names_read("# nothing\n"), -1);
	said("expected a symbol");
	for (i = 0; i <= EVENTS_MAX; i++)
		sprintf(many + strlen(many), "s%u\n", i);
	assert_int_equal(names_read(many), -1);
	said("names:65: 's64': expected at most 64 symbols");
	assert_int_equal(events_read_names(&events, "/nonexistent", error, sizeof(error)), -1);
	assert_string_equal(error, "/nonexistent: No such file or directory");
	assert_int_equal(events_read_names(&events, "/", error, sizeof(error)), -1);
	assert_string_equal(error, "/: Is a directory");
}

static void wrong_addresses(void **state)
{
	char line[1200];

	(void)state;
	assert_int_equal(names_read("one\n"), 0);
	assert_int_equal(addresses_read("ffff800080001000 T one\nffff800080001000 T\n"), -1);
	said("addresses:2: 'ffff800080001000 T': expected an address, a type and a symbol");
	assert_int_equal(addresses_read("here T one\n"), -1);
	said("addresses:1: 'here T one': expected an address");
	/* The longest symbol that the kernel can have, and more than that. */
	snprintf(line, sizeof(line),
		 "ffff800080001000 T one\nffff800080002000 T %0511d [module]\n", 0);
	assert_int_equal(addresses_read(line), 0);
	assert_int_equal(events.event[0].end, 0xffff800080002000);
	snprintf(line, sizeof(line), "ffff800080001000 T one\nffff800080002000 T %01100d\n", 0);
	assert_int_equal(addresses_read(line), -1);
	said("addresses:2: 'ffff800080002000 T 0000000");
	said("expected a line of at most 1022 characters");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(found),
		scratch_test(marked),
		scratch_test(wrong_names),
		scratch_test(wrong_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
