#include "page.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void page_begin(Page *page) {
    const char *refused = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    const bool dumb = !terminal || strcmp(terminal, "dumb") == 0;
    *page = (Page){.color = isatty(STDOUT_FILENO) && !(refused && *refused) && !dumb};
}

void page_free(Page *page) { buffer_free(&page->text); }

void page_add(Page *page, Style style, Str text) {
    static const char *const codes[] = {"",         "\033[1m",  "\033[2m", "\033[36m",
                                        "\033[33m", "\033[32m", "\033[31m"};
    const bool colored = page->color && style != STYLE_PLAIN;
    buffer_add(&page->text, colored ? str_from(codes[style]) : STR_NONE);
    buffer_add(&page->text, text);
    buffer_add(&page->text, colored ? STR("\033[0m") : STR_NONE);
}

void page_cell(Page *page, Style style, Str text, size_t columns) {
    page_add(page, style, text);
    size_t at = utf8_width(text);
    do {
        buffer_byte(&page->text, ' ');
    } while (++at < columns);
}

void page_quoted(Page *page, Style style, Str text) {
    buffer_byte(&page->text, '"');
    page_add(page, style, text);
    buffer_byte(&page->text, '"');
}

void page_printf(Page *page, const char *format, ...) {
    char line[256];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    buffer_add(&page->text, str_from(line));
}

void page_line_end(Page *page) { buffer_byte(&page->text, '\n'); }
