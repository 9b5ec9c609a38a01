// SPDX-License-Identifier: GPL-2.0-only
/* sha256.c - SHA-256, by the letter of FIPS 180-4: its inputs are some hundred bytes. */
#include "realm/sha256.h"

#include <string.h>

#define BLOCK_BYTES	64
#define LENGTH_BYTES	8

static const u32 round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static u32 rotate(u32 x, int n)
{
	return x >> n | x << (32 - n);
}

static u32 word_read(const u8 *p)
{
	return (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3];
}

static void word_write(u8 *p, u32 word)
{
	p[0] = word >> 24;
	p[1] = word >> 16;
	p[2] = word >> 8;
	p[3] = word;
}

static void schedule(u32 w[64], const u8 *block)
{
	int i;

	for (i = 0; i < 16; i++)
		w[i] = word_read(block + 4 * i);
	for (; i < 64; i++) {
		u32 s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
		u32 s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;

		w[i] = w[i - 16] + s0 + w[i - 7] + s1;
	}
}

/* a to h of the standard are v[0] to v[7]. */
static void block_add(u32 state[8], const u8 *block)
{
	u32 w[64], v[8];
	int i;

	schedule(w, block);
	memcpy(v, state, sizeof(v));
	for (i = 0; i < 64; i++) {
		u32 s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
		u32 choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
		u32 t1 = v[7] + s1 + choice + round_constants[i] + w[i];
		u32 s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
		u32 majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);

		memmove(v + 1, v, 7 * sizeof(v[0]));
		v[4] += t1;
		v[0] = t1 + s0 + majority;
	}
	for (i = 0; i < 8; i++)
		state[i] += v[i];
}

/* The rest of the data, a one bit, zeros, and the length in bits: one block or two. */
static void rest_add(u32 state[8], const u8 *data, u64 rest, u64 bytes)
{
	u8 last[2 * BLOCK_BYTES] = { 0 };
	u64 end = rest + 1 + LENGTH_BYTES <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES;

	memcpy(last, data, rest);
	last[rest] = 0x80;
	word_write(last + end - 8, bytes >> 29);
	word_write(last + end - 4, bytes << 3);
	block_add(state, last);
	if (end > BLOCK_BYTES)
		block_add(state, last + BLOCK_BYTES);
}

void sha256(u8 digest[SHA256_BYTES], const void *data, u64 bytes)
{
	u32 state[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};
	const u8 *at = data;
	u64 left;
	int i;

	for (left = bytes; left >= BLOCK_BYTES; left -= BLOCK_BYTES, at += BLOCK_BYTES)
		block_add(state, at);
	rest_add(state, at, left, bytes);
	for (i = 0; i < 8; i++)
		word_write(digest + 4 * i, state[i]);
}
