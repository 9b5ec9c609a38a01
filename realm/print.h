/* SPDX-License-Identifier: GPL-2.0-only */
/* print.h - lines for the console, and the end of everything. */
#ifndef REALM_PRINT_H
#define REALM_PRINT_H

/* Understands %s %c %u %d %lu %x %lx %%, widths and zero padding for numbers. */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An error of the monitor itself: say so and power off. The guest must not go on. */
_Noreturn void panic(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* REALM_PRINT_H */
