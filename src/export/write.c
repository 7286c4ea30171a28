#include "write.h"

/* C0 controls but TAB, LF, CR are in no XML, and no reader misses them. */
#define DROP_CONTROLS                                                                              \
    [0x00] = "", [0x01] = "", [0x02] = "", [0x03] = "", [0x04] = "", [0x05] = "", [0x06] = "",     \
    [0x07] = "", [0x08] = "", [0x0B] = "", [0x0C] = "", [0x0E] = "", [0x0F] = "", [0x10] = "",     \
    [0x11] = "", [0x12] = "", [0x13] = "", [0x14] = "", [0x15] = "", [0x16] = "", [0x17] = "",     \
    [0x18] = "", [0x19] = "", [0x1A] = "", [0x1B] = "", [0x1C] = "", [0x1D] = "", [0x1E] = "",     \
    [0x1F] = ""

#define ESCAPE_JSON                                                                                \
    DROP_CONTROLS, ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"

const Escape escape_xml = {
    {DROP_CONTROLS, ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['\r'] = "&#13;"}};

/* A reader makes a space of a line end in an attribute, unless it is a reference. */
const Escape escape_attribute = {
    {DROP_CONTROLS, ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;",
     ['\n'] = "&#10;", ['\r'] = "&#13;", ['\t'] = "&#9;"}};

/* As canonical N-Quads has it, which is Turtle, too. */
const Escape escape_turtle = {{DROP_CONTROLS, [0x7F] = "\\u007F", ['"'] = "\\\"", ['\\'] = "\\\\",
                               ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"}};

const Escape escape_csv = {{DROP_CONTROLS, ['"'] = "\"\""}};

const Escape escape_json = {{ESCAPE_JSON}};

const Escape escape_script = {
    {ESCAPE_JSON, ['<'] = "\\u003c", ['>'] = "\\u003e", ['&'] = "\\u0026"}};

/* Graphviz decodes entities and knows \N, \G and others: '&' and '\' are doubled up. */
const Escape escape_dot = {{DROP_CONTROLS, [0x7F] = "", ['"'] = "\\\"", ['\\'] = "\\\\",
                            ['&'] = "&amp;", ['\n'] = "\\n", ['\r'] = "", ['\t'] = " "}};

/* A tooltip is unescaped twice. */
const Escape escape_tooltip = {{DROP_CONTROLS, [0x7F] = "", ['"'] = "\\\"", ['\\'] = "\\\\\\\\",
                                ['&'] = "&amp;", ['\n'] = "\\n", ['\r'] = "", ['\t'] = " "}};

#define REPLACEMENT STR("\xEF\xBF\xBD")
#define ELLIPSIS STR("\xE2\x80\xA6")

static bool continues(Str s, size_t at) {
    return at < s.len && ((unsigned char)s.ptr[at] & 0xC0) == 0x80;
}

/* Bytes of the character of two or three bytes at `at`, or 0 when it needs a closer look. These are
 * the sequences without exceptions: U+0080..07FF and U+1000..CFFF. */
static size_t plain_sequence(Str s, size_t at) {
    const unsigned char lead = (unsigned char)s.ptr[at];
    if (lead >= 0xC2 && lead <= 0xDF) {
        return continues(s, at + 1) ? 2 : 0;
    }
    if (lead >= 0xE1 && lead <= 0xEC) {
        return continues(s, at + 1) && continues(s, at + 2) ? 3 : 0;
    }
    return 0;
}

/* U+FFFE, U+FFFF and their like in every plane, U+FDD0..FDEF. */
static bool is_noncharacter(uint32_t code) {
    return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

/* End of the bytes from `at` on that stand for themselves. */
static size_t plain_end(Str s, size_t at, const Escape *escape) {
    while (at < s.len) {
        const unsigned char byte = (unsigned char)s.ptr[at];
        if (byte < 0x80) {
            if (escape->ascii[byte]) {
                return at;
            }
            at++;
            continue;
        }
        const size_t length = plain_sequence(s, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return at;
}

void write_text(Output *output, Str text, const Escape *escape) {
    size_t at = 0;
    while (at < text.len) {
        const size_t end = plain_end(text, at, escape);
        put(output, str_sub(text, at, end));
        at = end;
        if (at == text.len) {
            return;
        }
        const unsigned char byte = (unsigned char)text.ptr[at];
        if (byte < 0x80) {
            put(output, str_from(escape->ascii[byte]));
            at++;
            continue;
        }
        const uint32_t code = utf8_next(text, &at);
        if (code == UTF8_BAD) {
            put(output, REPLACEMENT);
        } else if (!is_noncharacter(code)) {
            put(output, str_sub(text, end, at));
        }
    }
}

void write_short(Output *output, Str text, size_t limit, const Escape *escape) {
    if (text.len <= limit) {
        write_text(output, text, escape);
        return;
    }
    while (limit > 0 && continues(text, limit)) {
        limit--;
    }
    write_text(output, str_sub(text, 0, limit), escape);
    put(output, ELLIPSIS);
}

void write_uint(Output *output, uint64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    put(output, (Str){digits + at, sizeof digits - at});
}

/* Scales to a whole number of `digits` digits, then places the point: a tenth of the time of
 * printf(), and no locale. */
void write_double(Output *output, double value, int digits) {
    enum { DECIMALS_MOST = 15 };
    double size = value < 0 ? -value : value;
    if (size >= 1e9 || (size > 0 && size < 1e-6)) {
        Buffer text = {0};
        buffer_double(&text, value, digits);
        put(output, buffer_str(&text));
        buffer_free(&text);
        return;
    }
    int decimals = digits;
    for (double limit = 1; decimals > 0 && size >= limit; limit *= 10) {
        decimals--;
    }
    for (double limit = 0.1; size > 0 && size < limit && decimals < DECIMALS_MOST; limit /= 10) {
        decimals++;
    }
    for (int i = 0; i < decimals; i++) {
        size *= 10;
    }
    uint64_t whole = (uint64_t)(size + 0.5);
    const bool negative = value < 0 && whole > 0;
    while (decimals > 0 && whole % 10 == 0) {
        whole /= 10;
        decimals--;
    }
    char text[32];
    size_t at = sizeof text;
    for (int i = 0; i < decimals; i++) {
        text[--at] = (char)('0' + whole % 10);
        whole /= 10;
    }
    if (decimals > 0) {
        text[--at] = '.';
    }
    do {
        text[--at] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole != 0);
    if (negative) {
        text[--at] = '-';
    }
    put(output, (Str){text + at, sizeof text - at});
}

void write_rgb(Output *output, uint32_t color) {
    char text[7] = "#";
    for (size_t i = 0; i < 6; i++) {
        text[6 - i] = "0123456789abcdef"[color >> (4 * i) & 15];
    }
    put(output, (Str){text, sizeof text});
}

void add_hex(Buffer *out, uint64_t value) {
    char digits[16];
    for (size_t i = sizeof digits; i > 0; i--) {
        digits[i - 1] = "0123456789abcdef"[value & 15];
        value >>= 4;
    }
    buffer_add(out, (Str){digits, sizeof digits});
}

/* Whether the byte is one of a few. */
static inline bool is_in(unsigned char byte, const char *set) {
    while (*set != '\0' && (unsigned char)*set != byte) {
        set++;
    }
    return *set != '\0';
}

static bool is_hex(Str text, size_t at) {
    return at < text.len && is_in((unsigned char)text.ptr[at], "0123456789ABCDEFabcdef");
}

static void add_percent(Buffer *out, unsigned char byte) {
    const char code[] = {'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
    buffer_add(out, (Str){code, sizeof code});
}

void add_encoded(Buffer *out, Str text) {
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.ptr[i];
        if (!is_alphanumeric(byte) && !is_in(byte, "-._~")) {
            buffer_add(out, str_sub(text, from, i));
            add_percent(out, byte);
            from = i + 1;
        }
    }
    buffer_add(out, str_sub(text, from, text.len));
}

void add_url(Buffer *out, Str url) {
    const size_t fragment = str_find(url, '#', 0);
    for (size_t i = 0; i < url.len; i++) {
        const unsigned char byte = (unsigned char)url.ptr[i];
        const bool kept = is_alphanumeric(byte) || is_in(byte, "-._~:/?@!$&'()*+,;=") ||
                          i == fragment ||
                          (byte == '%' && is_hex(url, i + 1) && is_hex(url, i + 2));
        if (kept) {
            buffer_byte(out, url.ptr[i]);
        } else {
            add_percent(out, byte);
        }
    }
}

void add_actor_iri(Buffer *out, Str base, const NetworkNode *node) {
    buffer_add(out, base);
    buffer_add(out, STR("actor/"));
    add_encoded(out, node->id);
}

bool is_wikidata_id(Str id) {
    bool digits = id.len > 1 && id.ptr[0] == 'Q' && id.ptr[1] != '0';
    for (size_t i = 1; i < id.len; i++) {
        digits = digits && id.ptr[i] >= '0' && id.ptr[i] <= '9';
    }
    return digits;
}

bool is_web_address(Str url) {
    const size_t scheme = str_starts(url, STR("http://"))    ? 7
                          : str_starts(url, STR("https://")) ? 8
                                                             : 0;
    size_t at = scheme;
    while (at < url.len && !is_in((unsigned char)url.ptr[at], ":/?#")) {
        if ((unsigned char)url.ptr[at] <= ' ' ||
            is_in((unsigned char)url.ptr[at], "\"<>[]@%\\^`{|}")) {
            return false;
        }
        at++;
    }
    const bool host = scheme > 0 && at > scheme;
    if (at < url.len && url.ptr[at] == ':') {
        do {
            at++;
        } while (at < url.len && url.ptr[at] >= '0' && url.ptr[at] <= '9');
    }
    return host && (at == url.len || is_in((unsigned char)url.ptr[at], "/?#"));
}
