#include "blocks.h"
#include "normal.h"

void text_make(Text *out, const Document *document, Arena *arena) {
    *out = (Text){.document = document, .body = document->text};
    if (!utf8_is_nfc_quick(document->text)) {
        Buffer body = {0};
        ShiftList shifts = {0};
        normal_add(document->text, &body, &shifts);
        out->body = arena_str(arena, buffer_str(&body));
        Shift *kept = arena_array(arena, Shift, shifts.count);
        if (shifts.count > 0) {
            memcpy(kept, shifts.items, shifts.count * sizeof *kept);
        }
        out->shifts = kept;
        out->shift_count = (uint32_t)shifts.count;
        vec_free(&shifts);
        buffer_free(&body);
    }
    BlockList blocks = {0};
    blocks_find(out->body, document->title, &blocks);
    Block *kept = arena_array(arena, Block, blocks.count);
    if (blocks.count > 0) {
        memcpy(kept, blocks.items, blocks.count * sizeof *kept);
    }
    out->blocks = kept;
    out->block_count = (uint32_t)blocks.count;
    vec_free(&blocks);
}

uint32_t text_source_at(SourceCursor *cursor, uint32_t byte) {
    const Text *text = cursor->text;
    if (byte < cursor->byte) {
        cursor->byte = cursor->code_point = cursor->shift = 0;
    }
    cursor->code_point += (uint32_t)utf8_count(str_sub(text->body, cursor->byte, byte));
    cursor->byte = byte;
    while (cursor->shift < text->shift_count && text->shifts[cursor->shift].byte <= byte) {
        cursor->shift++;
    }
    const int64_t delta = cursor->shift > 0 ? text->shifts[cursor->shift - 1].delta : 0;
    return (uint32_t)((int64_t)cursor->code_point + delta);
}

/* Whether the text is one line as it stands, as far as one look at its bytes tells. */
static bool is_line(Str source) {
    unsigned char before = ' ';
    for (size_t i = 0; i < source.len; i++) {
        const unsigned char byte = (unsigned char)source.ptr[i];
        const bool may_be_space = byte < ' ' || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 ||
                                  (byte == 0x9A && before == 0xE1);
        if (may_be_space || (byte == ' ' && before == ' ')) {
            return false;
        }
        before = byte;
    }
    return before != ' ';
}

Str text_line(const Text *text, uint32_t start, uint32_t end, Arena *arena) {
    const Str source = str_sub(text->body, start, end);
    if (is_line(source)) {
        return arena_str(arena, source);
    }
    char *line = arena_alloc(arena, source.len + 1);
    size_t count = 0;
    bool is_apart = false; /* white space stands before the next character */
    for (size_t at = 0; at < source.len;) {
        const size_t from = at;
        if (utf8_kind(utf8_next(source, &at)) == CHAR_SPACE) {
            is_apart = count > 0;
            continue;
        }
        if (is_apart) {
            line[count++] = ' ';
            is_apart = false;
        }
        memcpy(line + count, source.ptr + from, at - from);
        count += at - from;
    }
    return (Str){line, count};
}
