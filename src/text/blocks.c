#include "blocks.h"

enum { HEADING_WORDS = 25, TITLE_WORDS = 40, LABEL_DIGITS = 3, LABEL_PARTS = 4 };

/* The body on the way from line to line. */
typedef struct Lines {
    Str body;
    size_t at;       /* behind the last line */
    size_t carriage; /* the next carriage return at or behind `at`, or the end */
} Lines;

/* One line without white space around it. */
typedef struct Line {
    size_t start, end;
    size_t text;          /* behind the bullet; `start` when there is none */
    bool is_first_of_run; /* a blank line, or nothing, stands before it */
} Line;

/* ---- Characters at the ends of a line ---- */

static bool is_blank(uint32_t code) {
    return utf8_kind(code) == CHAR_SPACE || code == 0x200B || code == 0x2060 || code == 0xFEFF ||
           code == 0xAD;
}

/* The code point that ends at byte `*at`, which moves before it. */
static uint32_t previous(Str s, size_t *at) {
    do {
        (*at)--;
    } while (*at > 0 && ((unsigned char)s.ptr[*at] & 0xC0) == 0x80);
    size_t end = *at;
    return utf8_next(s, &end);
}

/* The code point at byte `at`, 0 at the end. */
static uint32_t code_at(Str s, size_t at) { return at < s.len ? utf8_next(s, &at) : 0; }

static size_t skip_blank(Str s, size_t at) {
    while (at < s.len) {
        size_t next = at;
        if (!is_blank(utf8_next(s, &next))) {
            break;
        }
        at = next;
    }
    return at;
}

static size_t cut_blank(Str s, size_t start, size_t end) {
    while (end > start) {
        size_t at = end;
        if (!is_blank(previous(s, &at))) {
            break;
        }
        end = at;
    }
    return end;
}

/* Quotes and brackets that may stand behind the mark that ends a sentence. */
static bool is_closing(uint32_t code) {
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0x2019 ||
           code == 0x201D || code == 0xBB;
}

typedef enum Ending { ENDING_NONE, ENDING_PAUSE, ENDING_SENTENCE } Ending;

/* How line `start`..`end` ends: like a sentence, with a mark that lets it go on, or open. */
static Ending ending_of(Str body, size_t start, size_t end) {
    size_t at = end;
    uint32_t code = 0;
    do {
        code = at > start ? previous(body, &at) : 0;
    } while (is_closing(code));
    switch (code) {
    case '.':
    case '!':
    case '?':
    case 0x2026: /* horizontal ellipsis */
        return ENDING_SENTENCE;
    case ':':
    case ';':
        return ENDING_SENTENCE;
    case ',':
        return ENDING_PAUSE;
    default:
        return ENDING_NONE;
    }
}

static bool has_words(Str s, size_t count) {
    bool is_inside = false;
    for (size_t i = 0; i < s.len && count > 0; i++) {
        const char c = s.ptr[i];
        const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
        count -= !is_space && !is_inside;
        is_inside = !is_space;
    }
    return count == 0;
}

/* ---- Bullets ---- */

static bool is_sign(uint32_t code) {
    switch (code) {
    case '-':
    case '+':
    case '*':
    case 0x2010:
    case 0x2013: /* dashes */
    case 0x2014:
    case 0x2022: /* bullets */
    case 0x2023:
    case 0x2043:
    case 0x25A0: /* squares, triangles, circles */
    case 0x25AA:
    case 0x25BA:
    case 0x25CB:
    case 0x25CF:
    case 0x25E6:
    case 0xB7:
    case 0x2714: /* check mark */
    case 0x27A2: /* arrow */
    case 0xF0B7: /* the bullet of a symbol font, as word processors paste it */
        return true;
    default:
        return false;
    }
}

static bool is_letter(uint32_t code) {
    const CharKind kind = utf8_kind(code);
    return kind == CHAR_LETTER_LOWER || kind == CHAR_LETTER_UPPER || kind == CHAR_LETTER_OTHER;
}

/* Byte behind a sign that begins the line, or `start`. A sign before a digit is a number's. */
static size_t skip_sign(Str line, size_t start) {
    size_t at = start;
    if (!is_sign(utf8_next(line, &at))) {
        return start;
    }
    const uint32_t next = code_at(line, at);
    return next != 0 && (is_blank(next) || is_letter(next) || utf8_kind(next) == CHAR_PUNCT)
               ? at
               : start;
}

static bool is_roman(char c) { return c == 'I' || c == 'V' || c == 'X'; }

/* Byte behind the digits, the Roman number or the one letter of a label at `at`, or `at`. */
static size_t skip_label_part(Str line, size_t at) {
    size_t end = at;
    while (end < line.len && end - at < LABEL_DIGITS && line.ptr[end] >= '0' &&
           line.ptr[end] <= '9') {
        end++;
    }
    if (end > at) {
        return end;
    }
    while (end < line.len && end - at < LABEL_DIGITS + 1 && is_roman(line.ptr[end])) {
        end++;
    }
    if (end > at) {
        return end;
    }
    const char c = line.ptr[at];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'E') ? at + 1 : at;
}

/* Byte behind "1." "1.2." "a)" "IV." at the begin of the line, or `start`. */
static size_t skip_label(Str line, size_t start) {
    size_t at = start;
    for (size_t part = 0; part < LABEL_PARTS; part++) {
        const size_t end = at < line.len ? skip_label_part(line, at) : at;
        if (end == at || end == line.len || (line.ptr[end] != '.' && line.ptr[end] != ')')) {
            return start;
        }
        const bool is_closed = line.ptr[end] == ')';
        at = end + 1;
        const uint32_t next = code_at(line, at);
        const bool is_digit = line.ptr[end - 1] >= '0' && line.ptr[end - 1] <= '9';
        if (next != 0 && is_blank(next)) {
            return at;
        }
        if (is_digit && utf8_kind(next) == CHAR_LETTER_UPPER) {
            return at;
        }
        if (is_closed || !is_digit) {
            return start;
        }
    }
    return start;
}

/* Where the text of a line begins that may begin with a bullet. */
static size_t skip_bullet(Str body, size_t start, size_t end) {
    const Str line = {body.ptr, end};
    size_t at = skip_sign(line, start);
    if (at == start) {
        at = skip_label(line, start);
    }
    const size_t text = at > start ? skip_blank(line, at) : start;
    return text < end ? text : start;
}

/* ---- Lines to blocks ---- */

/* Moves behind the next line end and returns the byte at which the line stops. */
static size_t pass_line(Lines *lines) {
    const Str body = lines->body;
    if (lines->carriage < lines->at) {
        lines->carriage = str_find(body, '\r', lines->at);
    }
    const Str before = str_sub(body, 0, lines->carriage);
    const size_t stop = str_find(before, '\n', lines->at);
    const bool is_pair =
        stop == lines->carriage && stop + 1 < body.len && body.ptr[stop + 1] == '\n';
    lines->at = stop < body.len ? stop + 1 + is_pair : stop;
    return stop;
}

/* The next line that is not blank. */
static bool next_line(Lines *lines, Line *line) {
    const Str body = lines->body;
    line->is_first_of_run = lines->at == 0;
    while (lines->at < body.len) {
        const size_t from = lines->at;
        const size_t stop = pass_line(lines);
        line->start = skip_blank(str_sub(body, 0, stop), from);
        line->end = cut_blank(body, line->start, stop);
        if (line->end > line->start) {
            line->text = skip_bullet(body, line->start, line->end);
            return true;
        }
        line->is_first_of_run = true;
    }
    return false;
}

/* Whether `next` goes on with the sentence that the wrapped `line` leaves open. */
static bool continues(Str body, const Line *line, const Line *next) {
    return !next->is_first_of_run && next->text == next->start &&
           ending_of(body, line->start, line->end) != ENDING_SENTENCE &&
           utf8_kind(code_at(body, next->start)) == CHAR_LETTER_LOWER;
}

static bool is_title(Str body, const Line *line, Str title) {
    const Str text = str_sub(body, line->start, line->end);
    if (title.len == 0 || str_equal(text, title)) {
        return title.len > 0;
    }
    if (utf8_is_nfc_quick(title)) {
        return false;
    }
    Buffer normal = {0};
    utf8_nfc(&normal, title);
    const bool is_same = str_equal(text, buffer_str(&normal));
    buffer_free(&normal);
    return is_same;
}

static BlockKind kind_of(Str body, const Line *line) {
    if (line->text > line->start) {
        return BLOCK_ITEM;
    }
    const bool is_heading = ending_of(body, line->start, line->end) == ENDING_NONE &&
                            !has_words(str_sub(body, line->start, line->end), HEADING_WORDS);
    return is_heading ? BLOCK_HEADING : BLOCK_PARAGRAPH;
}

static void add_block(BlockList *blocks, const Line *line, BlockKind kind) {
    const size_t start = kind == BLOCK_ITEM ? line->text : line->start;
    vec_push(blocks, (Block){(uint32_t)start, (uint32_t)line->end, kind});
}

void blocks_find(Str body, Str title, BlockList *blocks) {
    Lines lines = {body, 0, str_find(body, '\r', 0)};
    Line line;
    bool has_line = next_line(&lines, &line);
    bool is_first = true;
    title = str_trim(title);
    while (has_line) {
        const bool is_given_title = is_first && is_title(body, &line, title);
        Line next;
        has_line = next_line(&lines, &next);
        bool is_joined = false;
        while (has_line && !is_given_title && continues(body, &line, &next)) {
            line.end = next.end;
            is_joined = true;
            has_line = next_line(&lines, &next);
        }
        BlockKind kind = is_given_title ? BLOCK_TITLE : kind_of(body, &line);
        const bool may_be_title = is_first && has_line && !is_joined && line.text == line.start;
        if (may_be_title && ending_of(body, line.start, line.end) == ENDING_NONE &&
            !has_words(str_sub(body, line.start, line.end), TITLE_WORDS)) {
            kind = BLOCK_TITLE;
        }
        add_block(blocks, &line, kind);
        is_first = false;
        line = next;
    }
}
