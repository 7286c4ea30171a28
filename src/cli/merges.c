#include "merges.h"

#include "export/export.h"
#include "read/read.h"

#include <unistd.h>

enum Column { OUTCOME, DECISION, NAME, TYPE, WITH, WITH_TYPE, DOCUMENTS, REASON, COLUMNS };

static const char head[] =
    "# Names that documents have, and which of them became one actor of the graph.\n"
    "# Write `apart` or `join` into the column `decision` and run again with this file: the row "
    "is\n"
    "# followed then, and kept. Rows of your own need only decision, name and with; an empty type\n"
    "# is any. For two persons of the same name, `documents` says where the first of them is "
    "meant\n"
    "# (ids joined by \" | \").\n";

static const char header[] = "outcome\tdecision\tname\ttype\twith\twith type\tdocuments\treason";

static Status complain(const char *path, Str content, Str line, const char *what) {
    const size_t start = (size_t)(line.ptr - content.ptr);
    const Place place = diag_place(str_from(path), content, start, start + line.len);
    return diag_report(STATUS_INPUT, SEVERITY_ERROR, &place,
                       "a file that --merges wrote shows what it has to look like", "%s", what);
}

static void split_cells(Str line, Str *cells) {
    for (size_t i = 0; i < COLUMNS; i++) {
        cells[i] = line.len > 0 ? str_trim(str_split(&line, '\t')) : STR_NONE;
    }
}

static Status add_row(Merges *out, const char *path, Str line) {
    Str cells[COLUMNS];
    split_cells(line, cells);
    if (cells[DECISION].len == 0) {
        return STATUS_OK;
    }
    const bool join = str_equal(cells[DECISION], STR("join"));
    if (!join && !str_equal(cells[DECISION], STR("apart"))) {
        return complain(path, buffer_str(&out->content), line,
                        "the decision is neither `join` nor `apart`");
    }
    if (cells[NAME].len == 0 || cells[WITH].len == 0) {
        return complain(path, buffer_str(&out->content), line, "a correction needs two names");
    }
    if (!join && str_equal(cells[NAME], cells[WITH]) && cells[DOCUMENTS].len == 0 &&
        str_equal(cells[TYPE], cells[WITH_TYPE])) {
        return complain(path, buffer_str(&out->content), line,
                        "to keep two of one name apart, `documents` has to say which is which");
    }
    vec_push(&out->corrections, (Correction){.name = cells[NAME],
                                             .type = cells[TYPE],
                                             .with = cells[WITH],
                                             .with_type = cells[WITH_TYPE],
                                             .documents = cells[DOCUMENTS],
                                             .join = join});
    return STATUS_OK;
}

Status merges_read(Merges *out, const char *path) {
    *out = (Merges){0};
    if (access(path, F_OK) != 0) {
        return STATUS_OK;
    }
    TRY(read_utf8_file(path, &out->content));
    const Str content = buffer_str(&out->content);
    bool has_header = false;
    Status status = STATUS_OK;
    for (Str rest = content; rest.len > 0;) {
        const Str line = str_split(&rest, '\n');
        if (str_trim(line).len == 0 || line.ptr[0] == '#') {
            continue;
        }
        if (has_header) {
            status = status_worse(status, add_row(out, path, line));
        } else if (str_equal(str_trim(line), STR(header))) {
            has_header = true;
        } else {
            return complain(path, content, line, "this is no header of a file of merges");
        }
    }
    return status;
}

/* A name in a cell: what would end the cell is a space. */
static void add_cell(Output *out, Str cell, bool last) {
    while (cell.len > 0) {
        size_t plain = 0;
        while (plain < cell.len && (unsigned char)cell.ptr[plain] >= ' ') {
            plain++;
        }
        output_add(out, str_sub(cell, 0, plain));
        if (plain < cell.len) {
            output_add(out, STR(" "));
            plain++;
        }
        cell = str_sub(cell, plain, cell.len);
    }
    output_add(out, last ? STR("\n") : STR("\t"));
}

static void add_merge(Output *out, const NetworkMerge *merge, Str outcome, Str decision) {
    const Str cells[COLUMNS] = {[OUTCOME] = outcome,
                                [DECISION] = decision,
                                [NAME] = merge->name,
                                [TYPE] = merge->type,
                                [WITH] = merge->with,
                                [WITH_TYPE] = merge->with_type,
                                [DOCUMENTS] = merge->documents,
                                [REASON] = merge->reason};
    for (size_t i = 0; i < COLUMNS; i++) {
        add_cell(out, cells[i], i + 1 == COLUMNS);
    }
}

static Str word_for(bool joined) { return joined ? STR("join") : STR("apart"); }

/* Corrections first, in their own order, so that the analyst finds them. */
static void add_corrections(Output *out, const Merges *merges, const Network *network) {
    for (size_t i = 0; i < merges->corrections.count; i++) {
        const Correction *correction = &merges->corrections.items[i];
        NetworkMerge row = {.name = correction->name,
                            .type = correction->type,
                            .with = correction->with,
                            .with_type = correction->with_type,
                            .documents = correction->documents,
                            .reason = STR("no two actors have these names")};
        Str outcome = STR("unused");
        for (uint32_t k = 0; k < network->merge_count; k++) {
            if (network->merges[k].correction == i) {
                row.reason = network->merges[k].reason;
                outcome = correction->join ? STR("joined") : STR("apart");
            }
        }
        add_merge(out, &row, outcome, word_for(correction->join));
    }
}

Status merges_write(const Merges *merges, const Network *network, const char *path) {
    Output *out;
    TRY(output_open(&out, path));
    output_add(out, STR(head));
    output_add(out, STR(header));
    output_add(out, STR("\n"));
    add_corrections(out, merges, network);
    for (uint32_t i = 0; i < network->merge_count; i++) {
        const NetworkMerge *merge = &network->merges[i];
        if (merge->correction == NO_CORRECTION) {
            add_merge(out, merge, merge->joined ? STR("joined") : STR("apart"), STR_NONE);
        }
    }
    return output_close(out);
}

void merges_free(Merges *merges) {
    buffer_free(&merges->content);
    vec_free(&merges->corrections);
}
