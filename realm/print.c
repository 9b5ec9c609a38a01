// SPDX-License-Identifier: GPL-2.0-only
/*
 * print.c - the few conversions that the monitor's lines need, see print.h.
 */
#include "realm/print.h"

#include <stdarg.h>

#include "realm/hw.h"

static void print_number(u64 value, unsigned int base, int width, char pad)
{
	char digits[20];
	int n = 0;

	do {
		digits[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	for (; width > n; width--)
		hw_putc(pad);
	while (n)
		hw_putc(digits[--n]);
}

static void print_signed(s64 value, int width, char pad)
{
	if (value < 0)
		hw_putc('-');
	print_number(value < 0 ? -(u64)value : (u64)value, 10, width, pad);
}

static void print_string(const char *s)
{
	while (*s)
		hw_putc(*s++);
}

/* One conversion, format behind its '%'; returns the format behind it. */
static const char *print_one(const char *format, va_list *args)
{
	char pad = *format == '0' ? '0' : ' ';
	bool is_long = false;
	int width = 0;

	while (*format >= '0' && *format <= '9')
		width = width * 10 + (*format++ - '0');
	if (*format == 'l') {
		is_long = true;
		format++;
	}
	switch (*format) {
	case 's':
		print_string(va_arg(*args, const char *));
		break;
	case 'c':
		hw_putc(va_arg(*args, int));
		break;
	case 'd':
		print_signed(is_long ? va_arg(*args, long) : va_arg(*args, int), width, pad);
		break;
	case 'u':
	case 'x':
		print_number(is_long ? va_arg(*args, unsigned long) : va_arg(*args, unsigned int),
			     *format == 'x' ? 16 : 10, width, pad);
		break;
	default:
		hw_putc(*format);
	}
	return format + 1;
}

static void vprint(const char *format, va_list *args)
{
	while (*format) {
		if (*format == '%') {
			format = print_one(format + 1, args);
			continue;
		}
		hw_putc(*format++);
	}
}

static struct lock print_lock;

void print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	hw_lock(&print_lock);
	print_string("splitfold-monitor: ");
	vprint(format, &args);
	hw_putc('\n');
	hw_unlock(&print_lock);
	va_end(args);
}

/* Without the lock: whoever holds it may be what went wrong. */
void panic(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_string("\nsplitfold-monitor: panic: ");
	vprint(format, &args);
	hw_putc('\n');
	va_end(args);
	hw_off();
}
