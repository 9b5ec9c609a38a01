// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell/site.c - reads what this machine and its set-up can boot, see cell/site.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/say.h"
#include "host/base/text.h"
#include "host/cell/site.h"

static int word_take(struct site *site, const char *key, const char *value)
{
	const struct {
		const char *key;
		const char **to;
	} keys[] = {
		{ "accel", &site->accel }, { "kernel", &site->kernel },
		{ "no_rsi", &site->no_rsi }, { "page", &site->page },
		{ "geometry", &site->geometry }, { "profile", &site->profile },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (strcmp(keys[i].key, key))
			continue;
		if (*keys[i].to) {
			say("--site: a second '%s'", key);
			return -1;
		}
		*keys[i].to = value;
		return 0;
	}
	say("--site: '%s' is not known; expected accel, kernel, no_rsi, page, geometry or profile",
	    key);
	return -1;
}

int site_parse(struct site *site, const char *text)
{
	char *rest, *word;

	memset(site, 0, sizeof(*site));
	site->text = rest = xstrdup(text);
	while ((word = text_next(&rest, ' '))) {
		char *key = text_next(&word, '=');

		if (!*key && !word)
			continue;
		if (!word) {
			say("--site: '%s': expected KEY=VALUE", key);
			return -1;
		}
		if (word_take(site, key, word))
			return -1;
	}
	return 0;
}

void site_free(struct site *site)
{
	free(site->text);
	memset(site, 0, sizeof(*site));
}

bool site_lists(const char *list, const char *word)
{
	size_t len = strlen(word);

	while (list && *list) {
		size_t part = strcspn(list, ",");

		if (part == len && !strncmp(list, word, len))
			return true;
		list += part + (list[part] == ',');
	}
	return false;
}
