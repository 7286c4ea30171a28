#include "lexer.h"

void lexer_begin(Lexer *lexer, Sources *sources, const SourceFile *file) {
    *lexer = (Lexer){.sources = sources, .file = file, .line = 1};
}

static char byte_at(const Lexer *lexer, uint32_t at) {
    return at < lexer->file->content.len ? lexer->file->content.ptr[at] : '\0';
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void skip_blank(Lexer *lexer) {
    const Str content = lexer->file->content;
    while (lexer->at < content.len) {
        const char c = content.ptr[lexer->at];
        if (c == '#') {
            lexer->at = (uint32_t)str_find(content, '\n', lexer->at);
        } else if (c == '\n') {
            lexer->line++;
            lexer->line_start = ++lexer->at;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            lexer->at++;
        } else {
            return;
        }
    }
}

static Span span_here(const Lexer *lexer, uint32_t start) {
    return (Span){.file = lexer->file,
                  .start = start,
                  .end = lexer->at,
                  .line = lexer->line,
                  .line_start = lexer->line_start};
}

/* What a string stands for: `raw` with its escapes resolved. */
static Str unescape(Arena *arena, Str raw) {
    if (str_find(raw, '\\', 0) == raw.len) {
        return raw;
    }
    char *out = arena_alloc(arena, raw.len + 1);
    size_t count = 0;
    for (size_t i = 0; i < raw.len; i++) {
        i += raw.ptr[i] == '\\' && i + 1 < raw.len;
        out[count++] = raw.ptr[i];
    }
    return (Str){out, count};
}

static void take_string(Lexer *lexer, Lexeme *out) {
    const uint32_t start = lexer->at++;
    while (byte_at(lexer, lexer->at) != '"') {
        const char c = byte_at(lexer, lexer->at);
        if (c == '\n' || lexer->at >= lexer->file->content.len) {
            const Span span = span_here(lexer, start);
            source_report(lexer->sources, MESSAGE_ERROR, &span,
                          "a string ends on its own line with \"", "the string is not closed");
            out->text = unescape(lexer->sources->arena,
                                 str_sub(lexer->file->content, start + 1, lexer->at));
            return;
        }
        const char next = byte_at(lexer, lexer->at + 1);
        lexer->at += c == '\\' && (next == '"' || next == '\\') ? 2 : 1;
    }
    out->text =
        unescape(lexer->sources->arena, str_sub(lexer->file->content, start + 1, lexer->at));
    lexer->at++;
}

static void take_number(Lexer *lexer) {
    lexer->at++;
    while (is_digit(byte_at(lexer, lexer->at)) ||
           (byte_at(lexer, lexer->at) == '.' && is_digit(byte_at(lexer, lexer->at + 1)))) {
        lexer->at++;
    }
}

/* Whether a letter that is not ASCII stands at `at`; moves `at` behind it. */
static bool skip_foreign_letter(const Lexer *lexer, uint32_t *at) {
    if ((unsigned char)byte_at(lexer, *at) < 0x80) {
        return false;
    }
    size_t next = *at;
    const CharKind kind = utf8_kind(utf8_next(lexer->file->content, &next));
    const bool letter = kind == CHAR_LETTER_LOWER || kind == CHAR_LETTER_UPPER ||
                        kind == CHAR_LETTER_OTHER || kind == CHAR_MARK;
    *at = letter ? (uint32_t)next : *at;
    return letter;
}

static LexemeKind take_name(Lexer *lexer) {
    LexemeKind kind = LEXEME_NAME;
    for (;;) {
        const char c = byte_at(lexer, lexer->at);
        if (is_letter(c) || is_digit(c) || c == '-' || c == '_') {
            lexer->at++;
        } else if (skip_foreign_letter(lexer, &lexer->at)) {
            kind = LEXEME_WORD;
        } else {
            return kind;
        }
    }
}

/* Length of the mark at the place, or 0. */
static uint32_t mark_length(const Lexer *lexer) {
    const char c = byte_at(lexer, lexer->at);
    const char next = byte_at(lexer, lexer->at + 1);
    if ((c == '.' && next == '.') || (c == '=' && next == '>')) {
        return 2;
    }
    return c != '\0' && strchr("()[]{}|:,?*+=<>@!&;", c) != NULL ? 1 : 0;
}

static void report_character(Lexer *lexer) {
    const uint32_t start = lexer->at;
    size_t next = start;
    const uint32_t code = utf8_next(lexer->file->content, &next);
    lexer->at = (uint32_t)next;
    const Span span = span_here(lexer, start);
    const bool quote = (code >= 0x2018 && code <= 0x201F) || code == '\'';
    source_report(lexer->sources, MESSAGE_ERROR, &span,
                  quote ? "strings stand between straight double quotes"
                        : "words of the text are written as strings: \"...\"",
                  "unexpected character `%.*s`", STR_ARG(span_text(&span)));
}

Lexeme lexer_next(Lexer *lexer) {
    for (;;) {
        skip_blank(lexer);
        const uint32_t start = lexer->at;
        Lexeme out = {.line_start = lexer->line != lexer->lexeme_line,
                      .column_one = start == lexer->line_start};
        const char c = byte_at(lexer, start);
        if (start >= lexer->file->content.len) {
            out.kind = LEXEME_END;
        } else if (c == '"') {
            out.kind = LEXEME_STRING;
            take_string(lexer, &out);
        } else if (is_letter(c) || skip_foreign_letter(lexer, &(uint32_t){start})) {
            out.kind = take_name(lexer);
        } else if (is_digit(c) || (c == '-' && is_digit(byte_at(lexer, start + 1)))) {
            out.kind = LEXEME_NUMBER;
            take_number(lexer);
        } else if (mark_length(lexer) > 0) {
            out.kind = LEXEME_MARK;
            lexer->at += mark_length(lexer);
        } else {
            report_character(lexer);
            continue;
        }
        out.span = span_here(lexer, start);
        if (out.kind != LEXEME_STRING) {
            out.text = span_text(&out.span);
        }
        lexer->lexeme_line = lexer->line;
        return out;
    }
}

Str lexer_rest_of_line(Lexer *lexer) {
    const Str content = lexer->file->content;
    const uint32_t start = lexer->at;
    const size_t stop = str_find(content, '\n', start);
    size_t end = start;
    while (end < stop && !(content.ptr[end] == '#' && end > 0 &&
                           (content.ptr[end - 1] == ' ' || content.ptr[end - 1] == '\t'))) {
        end++;
    }
    lexer->at = (uint32_t)stop;
    return str_trim(str_sub(content, start, end));
}
