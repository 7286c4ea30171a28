#include "format.h"

#include <strings.h>

typedef struct Ending {
    const char *text;
    Format format;
} Ending;

static const Ending ENDINGS[] = {
    {".txt", FORMAT_TEXT},  {".html", FORMAT_HTML},     {".htm", FORMAT_HTML},
    {".xml", FORMAT_XML},   {".rss", FORMAT_XML},       {".atom", FORMAT_XML},
    {".json", FORMAT_JSON}, {".ndjson", FORMAT_NDJSON}, {".jsonl", FORMAT_NDJSON},
};

const char *format_hint(void) {
    return "one of .txt .html .htm .xml .rss .atom .json .ndjson .jsonl is expected, also with "
           ".gz or .zst behind it";
}

static bool ends_with(Str path, const char *ending) {
    const size_t len = strlen(ending);
    return path.len > len && strncasecmp(path.ptr + path.len - len, ending, len) == 0;
}

/* Takes the ending of a compressed file off `*path`. */
static Compression cut_compression(Str *path) {
    if (ends_with(*path, ".gz")) {
        path->len -= 3;
        return COMPRESSION_GZIP;
    }
    if (ends_with(*path, ".zst")) {
        path->len -= 4;
        return COMPRESSION_ZSTD;
    }
    return COMPRESSION_NONE;
}

bool format_of_path(Str path, Format *format, Compression *compression) {
    *compression = cut_compression(&path);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        if (ends_with(path, ENDINGS[i].text)) {
            *format = ENDINGS[i].format;
            return true;
        }
    }
    return false;
}

static size_t skip_space(Str bytes, size_t at) {
    while (at < bytes.len &&
           (bytes.ptr[at] == ' ' || (bytes.ptr[at] >= '\t' && bytes.ptr[at] <= '\r'))) {
        at++;
    }
    return at;
}

static bool mentions(Str bytes, const char *word) {
    const size_t len = strlen(word);
    for (size_t i = 0; i + len <= bytes.len; i++) {
        if (strncasecmp(bytes.ptr + i, word, len) == 0) {
            return true;
        }
    }
    return false;
}

static Format markup_format(Str bytes) {
    enum { HEAD = 1024 };
    if (bytes.len > HEAD) {
        bytes.len = HEAD;
    }
    if (mentions(bytes, "<html") || mentions(bytes, "<!doctype html")) {
        return FORMAT_HTML;
    }
    const bool is_xml = mentions(bytes, "<?xml") || mentions(bytes, "<rss") ||
                        mentions(bytes, "<feed") || mentions(bytes, "<rdf");
    return is_xml ? FORMAT_XML : FORMAT_HTML;
}

Format format_of_bytes(Str bytes) {
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
        bytes = str_sub(bytes, 3, bytes.len);
    }
    const size_t first = skip_space(bytes, 0);
    if (first == bytes.len) {
        return FORMAT_TEXT;
    }
    const size_t second = skip_space(bytes, first + 1);
    switch (bytes.ptr[first]) {
    case '{':
        return str_find(bytes, '\n', first) < second ? FORMAT_JSON : FORMAT_NDJSON;
    case '[':
        return second < bytes.len && (bytes.ptr[second] == '{' || bytes.ptr[second] == ']')
                   ? FORMAT_JSON
                   : FORMAT_TEXT;
    case '<':
        return markup_format(str_sub(bytes, first, bytes.len));
    default:
        return FORMAT_TEXT;
    }
}

Str format_document_name(Str path) {
    if (str_equal(path, STR("-"))) {
        return STR("stdin");
    }
    size_t start = path.len;
    while (start > 0 && path.ptr[start - 1] != '/') {
        start--;
    }
    Str name = str_sub(path, start, path.len);
    Str shorter = name;
    (void)cut_compression(&shorter);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        if (ends_with(shorter, ENDINGS[i].text)) {
            shorter.len -= strlen(ENDINGS[i].text);
            return shorter;
        }
    }
    return shorter.len > 0 ? shorter : path;
}
