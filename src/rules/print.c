/* Compiled rules as text. */
#include "rules.h"

static const char *const mnemonics[] = {
#define X(id, mnemonic, meaning) mnemonic,
    PROGRAM_OPS(X)
#undef X
};

static const struct {
    const char *word;
    uint32_t bit;
} shapes[] = {
#define X(id, word, bit) {word, PROGRAM_SHAPE_##id},
    PROGRAM_SHAPES(X)
#undef X
};

static void print_class(const Ruleset *ruleset, ClassId id, Buffer *out) {
    buffer_add(out, intern_str(&ruleset->class_names, id));
}

/* Groups first; then the types that are in none of them and have no parent in the set. */
static void print_types(const Ruleset *ruleset, TypeSet set, Buffer *out) {
    const char *between = "";
    for (uint32_t group = 0; group < ruleset->group_count; group++) {
        if (set & (TypeSet)1 << (63 - group)) {
            buffer_printf(out, "%s%.*s", between, STR_ARG(ruleset->groups[group]));
            between = "|";
        }
    }
    for (TypeId type = 1; type < ruleset->type_count; type++) {
        const TypeInfo *info = &ruleset->types[type];
        if ((set & TYPE_BIT(type)) && (info->self_and_above & set) == TYPE_BIT(type)) {
            buffer_printf(out, "%s%.*s", between, STR_ARG(info->name));
            between = "|";
        }
    }
}

static void print_restriction(const Ruleset *ruleset, const ProgramRestriction *restriction,
                              Buffer *out) {
    if (restriction->types == 0) {
        buffer_add(out, STR("Any"));
    } else {
        print_types(ruleset, restriction->types, out);
    }
    if (restriction->head_class != 0) {
        buffer_byte(out, '[');
        print_class(ruleset, restriction->head_class, out);
        buffer_byte(out, ']');
    }
}

static void print_conditions(const Ruleset *ruleset, const Instruction *instruction, Buffer *out) {
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (instruction->shape_all & shapes[i].bit) {
            buffer_printf(out, " & <%s>", shapes[i].word);
        }
        if (instruction->shape_none & shapes[i].bit) {
            buffer_printf(out, " & !<%s>", shapes[i].word);
        }
    }
    if (instruction->not_class != 0) {
        buffer_add(out, STR(" & !"));
        print_class(ruleset, instruction->not_class, out);
    }
}

static void print_operands(const Ruleset *ruleset, const Rule *rule, const Instruction *instruction,
                           Buffer *out) {
    switch (instruction->op) {
    case OP_CLASS:
        buffer_byte(out, ' ');
        print_class(ruleset, instruction->a, out);
        break;
    case OP_TYPE:
        buffer_byte(out, ' ');
        print_restriction(ruleset, &rule->program->restrictions[instruction->a], out);
        break;
    case OP_SPLIT:
        buffer_printf(out, " %u, %u", instruction->a, instruction->b);
        break;
    case OP_BEHIND:
    case OP_NOT_BEHIND:
        buffer_printf(out, " %u, %u tokens", instruction->a, instruction->b);
        break;
    case OP_JUMP:
    case OP_AHEAD:
    case OP_NOT_AHEAD:
        buffer_printf(out, " %u", instruction->a);
        break;
    case OP_OPEN:
    case OP_CLOSE:
        buffer_printf(out, " %.*s", STR_ARG(rule->captures[instruction->a]));
        break;
    default:
        break;
    }
}

static void print_program(const Ruleset *ruleset, const Rule *rule, Buffer *out) {
    for (uint32_t i = 0; i < rule->program->length; i++) {
        const Instruction *instruction = &rule->program->code[i];
        buffer_printf(out, "%5u  %s", i, mnemonics[instruction->op]);
        print_operands(ruleset, rule, instruction, out);
        print_conditions(ruleset, instruction, out);
        if (instruction->capture != NO_CAPTURE) {
            buffer_printf(out, " -> %.*s", STR_ARG(rule->captures[instruction->capture]));
        }
        buffer_byte(out, '\n');
    }
}

static void print_slot(const Ruleset *ruleset, const Rule *rule, const FrameSlot *slot,
                       Buffer *out) {
    static const char *const kinds[] = {"need", "may", "not"};
    buffer_printf(out, "  %-4s", kinds[slot->kind]);
    const char *between = " ";
    for (RoleId role = 1; role < ruleset->role_count; role++) {
        if (slot->roles & (uint64_t)1 << role) {
            buffer_printf(out, "%s%.*s", between, STR_ARG(ruleset->roles[role].name));
            between = "|";
        }
    }
    buffer_byte(out, ' ');
    print_restriction(ruleset, &slot->accepts, out);
    if (slot->capture != NO_CAPTURE) {
        buffer_printf(out, " -> %.*s", STR_ARG(rule->captures[slot->capture]));
    }
    buffer_byte(out, '\n');
}

static Str capture_name(const Rule *rule, uint16_t capture) {
    return capture == NO_CAPTURE ? STR("-") : rule->captures[capture];
}

static void print_triple(const Ruleset *ruleset, const Rule *rule, const TripleTemplate *triple,
                         Buffer *out) {
    buffer_printf(out, "  triple %.*s %.*s %.*s", STR_ARG(capture_name(rule, triple->subject)),
                  STR_ARG(ruleset->relations[triple->relation].name),
                  STR_ARG(capture_name(rule, triple->object)));
    for (uint32_t i = 0; i < triple->attribute_count; i++) {
        const AttributeTemplate *attribute = &triple->attributes[i];
        buffer_printf(out, "%s %.*s: ", i == 0 ? " {" : ",", STR_ARG(attribute->key));
        if (attribute->capture != NO_CAPTURE) {
            buffer_add(out, rule->captures[attribute->capture]);
        } else {
            buffer_printf(out, "\"%.*s\"", STR_ARG(attribute->literal));
        }
    }
    buffer_add(out, triple->attribute_count > 0 ? STR(" }\n") : STR("\n"));
}

void ruleset_print_rule(const Ruleset *ruleset, const Rule *rule, Buffer *out) {
    static const char *const kinds[] = {"entity", "phrase", "pattern", "frame"};
    buffer_printf(out, "%s %.*s  (%.*s)\n", kinds[rule->kind], STR_ARG(rule->name),
                  STR_ARG(rule->place_text));
    if (rule->trigger != 0) {
        buffer_add(out, STR("  trigger "));
        print_class(ruleset, rule->trigger, out);
        buffer_byte(out, '\n');
    }
    if (rule->type != 0) {
        buffer_printf(out, "  type %.*s\n", STR_ARG(ruleset->types[rule->type].name));
    }
    if (rule->frame) {
        static const char *const voices[] = {"any", "active", "passive"};
        buffer_add(out, STR("  verb "));
        print_class(ruleset, rule->frame->verb, out);
        buffer_printf(out, ", voice %s\n", voices[rule->frame->voice]);
        for (uint32_t i = 0; i < rule->frame->slot_count; i++) {
            print_slot(ruleset, rule, &rule->frame->slots[i], out);
        }
    }
    if (rule->program) {
        print_program(ruleset, rule, out);
    }
    for (uint32_t i = 0; i < rule->triple_count; i++) {
        print_triple(ruleset, rule, &rule->triples[i], out);
    }
}
