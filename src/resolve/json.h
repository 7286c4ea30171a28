/* One line of JSON (RFC 8259), read piece by piece in its order, with the place of every complaint.
 *
 * The first complaint is reported and sets `failed`; from then on nothing moves, every value is
 * empty and every list at its end, so that a caller need only look at `failed` when it is done. */
#ifndef RESOLVE_JSON_H
#define RESOLVE_JSON_H

#include "base/base.h"

typedef struct JsonReader {
    Str path;
    uint32_t line_number;
    Str line;   /* as given, for messages */
    char *text; /* a copy; strings are decoded in their place */
    size_t at;
    uint32_t depth;
    bool fresh; /* no item of the innermost bracket has been read */
    bool failed;
    size_t value_start; /* bytes of the last value read */
} JsonReader;

/* `line` is well-formed UTF-8. What the reader hands out lives in `arena`. */
void json_begin(JsonReader *json, Str path, uint32_t line_number, Str line, Arena *arena);
/* Complains unless only white space is left. */
void json_end(JsonReader *json);

/* Complains about bytes `start`..`end` of the line. `hint` may be NULL. */
void json_complain(JsonReader *json, size_t start, size_t end, const char *hint, const char *format,
                   ...) __attribute__((format(printf, 5, 6)));

/* Opens an object or array; complains if the value is none. `what` names it in the message. */
void json_open(JsonReader *json, char bracket, const char *what);
/* Moves to the next key, or to the end of the object: then false. */
bool json_key(JsonReader *json, Str *key);
/* Moves to the next item, or to the end of the array: then false. */
bool json_item(JsonReader *json);

/* `null` gives an empty string. `what` names the field in messages. */
Str json_string(JsonReader *json, const char *what);
/* A whole number. */
uint32_t json_uint(JsonReader *json, const char *what);
double json_double(JsonReader *json, const char *what);
bool json_bool(JsonReader *json, const char *what);
/* Reads over one value of any kind. */
void json_skip(JsonReader *json);

#endif
