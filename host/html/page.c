// SPDX-License-Identifier: GPL-2.0-only
/*
 * html/page.c - what is around an HTML report. Its style and script are files of their
 * own, to be read and changed as such; the assembler puts their bytes in here.
 */
#include "host/html/html.h"

#define BYTES_OF(name, file)				\
	asm(".section .rodata\n"			\
	    #name ": .incbin \"" file "\"\n"		\
	    ".byte 0\n"					\
	    ".previous\n");				\
	extern const char name[]

BYTES_OF(html_style, "host/html/html.css");
BYTES_OF(html_script, "host/html/html.js");

void html_begin(FILE *out, const char *title)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>splitfold ", out);
	html_text(out, title);
	fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>splitfold ", html_style);
	html_text(out, title);
	fputs("</h1>\n<nav><a href=\"#answers\">Answers</a> <a href=\"#plots\">Plots</a> "
	      "<a href=\"#tables\">Tables</a> "
	      "<a href=\"#cells\">Cells</a></nav>\n<main>\n", out);
}

void html_end(FILE *out)
{
	fprintf(out, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", html_script);
}
