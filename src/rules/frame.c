/* Frames. */
#include "loader.h"

static uint64_t roles_of(Loader *loader, const SlotAst *slot) {
    uint64_t roles = 0;
    for (const RoleName *name = slot->roles; name; name = name->next) {
        const RoleId role = loader_role(loader, name->name);
        if (role != 0) {
            roles |= (uint64_t)1 << role;
            continue;
        }
        Nearest nearest = nearest_to(name->name);
        for (RoleId i = 1; i < loader->roles.count; i++) {
            nearest_offer(&nearest, loader->roles.items[i].name);
        }
        const char *hint = nearest_hint(&nearest, loader->sources.arena);
        load_error(loader, &name->span, hint ? hint : "a `role` statement declares roles",
                   "unknown role or property `%.*s`", STR_ARG(name->name));
    }
    return roles;
}

Restriction slot_accepts(Loader *loader, const SlotAst *slot) {
    Restriction out = {.head_class = slot->terms ? class_of_terms(loader, slot->terms) : 0};
    bool any = false;
    for (const ClassTerm *type = slot->types; type; type = type->next) {
        if (str_equal(type->text, STR("Any"))) {
            any = true;
        } else {
            out.types |= loader_type_set(loader, type->text, &type->span);
        }
    }
    out.types = any ? 0 : out.types;
    return out;
}

static TypeId inferred_type(Loader *loader, const SlotAst *slot) {
    if (!slot->inferred) {
        return 0;
    }
    const TypeId type = slot->types && !slot->types->next && slot->capture.len > 0
                            ? loader_type(loader, slot->types->text)
                            : 0;
    if (type == 0) {
        load_error(loader, &slot->span, "subject A:Person inferred",
                   "what is inferred is one type, for a capture");
    }
    return type;
}

static FrameSlot compile_slot(Loader *loader, const SlotAst *slot, CaptureList *captures) {
    FrameSlot out = {.roles = roles_of(loader, slot),
                     .accepts = slot_accepts(loader, slot),
                     .capture = NO_CAPTURE,
                     .kind = slot->kind,
                     .inferred = inferred_type(loader, slot),
                     .source = span_text(&slot->span),
                     .place = span_place(&slot->span)};
    if (slot->capture.len == 0) {
        return out;
    }
    if (slot->kind == SLOT_FORBIDDEN) {
        load_error(loader, &slot->capture_span, NULL, "a forbidden slot has no capture");
        return out;
    }
    if (!is_capital_name(slot->capture)) {
        load_error(loader, &slot->capture_span, "A, B, Org1, ...",
                   "the name of a capture begins with a capital letter");
        return out;
    }
    out.capture = capture_add(loader, captures, slot->capture, &slot->capture_span);
    if (out.capture != NO_CAPTURE) {
        CaptureInfo *info = &captures->items[out.capture];
        info->types |= out.accepts.types;
        info->any_type = info->any_type || (slot->types && out.accepts.types == 0);
        info->words = info->words || !slot->types;
    }
    return out;
}

const Frame *compile_frame(Loader *loader, const RuleAst *ast, CaptureList *captures) {
    uint32_t count = 0;
    for (const SlotAst *slot = ast->slots; slot; slot = slot->next) {
        count++;
    }
    FrameSlot *slots = arena_array(&loader->out->arena, FrameSlot, count + 1);
    count = 0;
    for (const SlotAst *slot = ast->slots; slot; slot = slot->next) {
        slots[count++] = compile_slot(loader, slot, captures);
    }
    Frame *frame = arena_new(&loader->out->arena, Frame);
    *frame =
        (Frame){.verb = ast->trigger, .voice = ast->voice, .slots = slots, .slot_count = count};
    return frame;
}
