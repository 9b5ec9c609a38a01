/* SPDX-License-Identifier: GPL-2.0-only */
/* image.h - where the monitor itself lies. */
#ifndef REALM_IMAGE_H
#define REALM_IMAGE_H

#include "realm/types.h"

u64 image_base(void);
/* Bytes of code, constants, data and stacks. */
u64 image_size(void);
/* Code and constants, from the base on: nothing writes there. */
u64 image_constant_size(void);

#endif /* REALM_IMAGE_H */
