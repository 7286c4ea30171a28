#include "internal.h"

int entity_order(const void *left, const void *right) {
    const ResultEntity *a = left;
    const ResultEntity *b = right;
    const int order = str_compare(a->label, b->label);
    return order != 0 ? order : str_compare(a->type, b->type);
}

int result_mention_order(const void *left, const void *right) {
    const ResultMention *a = left;
    const ResultMention *b = right;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    if (a->end != b->end) {
        return a->end < b->end ? -1 : 1;
    }
    const int order = str_compare(a->entity, b->entity);
    return order != 0 ? order : str_compare(a->type, b->type);
}

int triple_order(const void *left, const void *right) {
    const ResultTriple *a = left;
    const ResultTriple *b = right;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    int order = str_compare(a->subject, b->subject);
    order = order != 0 ? order : str_compare(a->relation, b->relation);
    order = order != 0 ? order : str_compare(a->object, b->object);
    order = order != 0 ? order : str_compare(a->subject_type, b->subject_type);
    order = order != 0 ? order : str_compare(a->object_type, b->object_type);
    order = order != 0 ? order : str_compare(a->rule, b->rule);
    return order != 0 ? order : (int)a->modality - (int)b->modality;
}

uint32_t entity_find_label(const ResultEntity *entities, uint32_t count, Str label, Str type) {
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (str_compare(entities[middle].label, label) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (uint32_t i = low; i < count && str_equal(entities[i].label, label); i++) {
        if (str_equal(entities[i].type, type)) {
            return i;
        }
    }
    return low < count && str_equal(entities[low].label, label) ? low : NO_GROUP;
}
