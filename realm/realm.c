// SPDX-License-Identifier: GPL-2.0-only
/*
 * realm.c - the realm's measurements. Nobody has measured this realm: the initial one is
 * the hash of a sentence that says so, made when it is first asked for.
 */
#include "realm/realm.h"

#include <string.h>

#include "realm/hw.h"

/* "No host has set it" is what zeros say. */
const u8 realm_rpv[REALM_RPV_BYTES];

static const char rim_text[] = "splitfold: emulated realm, not measured";

static struct realm_measurements measurements;
static bool measured;
static struct lock measurements_lock;

static void measurements_take(void)
{
	hw_lock(&measurements_lock);
	if (!measured)
		sha256(measurements.digest[REALM_RIM], rim_text, sizeof(rim_text) - 1);
	measured = true;
}

void realm_measurements_read(struct realm_measurements *all)
{
	measurements_take();
	*all = measurements;
	hw_unlock(&measurements_lock);
}

void realm_measurement_extend(unsigned int slot, const void *value, u64 bytes)
{
	u8 joined[SHA256_BYTES + REALM_EXTEND_BYTES];

	measurements_take();
	memcpy(joined, measurements.digest[slot], SHA256_BYTES);
	memcpy(joined + SHA256_BYTES, value, bytes);
	sha256(measurements.digest[slot], joined, SHA256_BYTES + bytes);
	hw_unlock(&measurements_lock);
}
