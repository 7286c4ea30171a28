/* Subjects that a sentence leaves out because the one before has named them: the items of a list of
 * orders ("The Minister: - Assigns A to ...; - Asks B to ..."), and what is asked besides ("He met
 * A. At the same time, asks B to ..."). */
#include "internal.h"

static bool is_person(const Finder *finder, const Element *element) {
    return (element->types & TYPE_BIT(finder->person)) != 0 && element->head_count == 1;
}

/* Token behind the connective and its comma that the sentence begins with, or its first token. */
static uint32_t behind_connective(const Finder *finder, const Lattice *lattice) {
    uint32_t at = lattice->first;
    at += grammar_at(finder, GRAMMAR_CONNECTIVE, at, lattice->end);
    if (at > lattice->first && at < lattice->end &&
        str_equal(token_text(finder->tokens, at, 1), STR(","))) {
        at++;
    }
    return at;
}

/* Whether somebody is told or asked at token `at`, right away. */
static bool orders_at(const Finder *finder, const Lattice *lattice, uint32_t at) {
    return grammar_at(finder, GRAMMAR_CAUSATIVE, at, lattice->end) > 0 ||
           grammar_at(finder, GRAMMAR_ADDRESS, at, lattice->end) > 0;
}

static bool ends_with_colon(const Finder *finder, const Lattice *lattice) {
    return lattice->end > lattice->first &&
           str_equal(token_text(finder->tokens, lattice->end - 1, 1), STR(":"));
}

/* The last person named before the last word of telling or asking in a sentence that announces a
 * list. */
static const Element *announcer(const Finder *finder, const Lattice *lattice) {
    uint32_t before = lattice->end;
    for (uint32_t at = lattice->end; at-- > lattice->first;) {
        if (orders_at(finder, lattice, at) ||
            grammar_at(finder, GRAMMAR_SAY, at, lattice->end) > 0) {
            before = at;
            break;
        }
    }
    const Element *found = NULL;
    for (uint32_t i = 0; i < lattice->element_count; i++) {
        const Element *element = &lattice->elements[i];
        if (element->first < before && is_person(finder, element)) {
            found = element;
        }
    }
    return found;
}

/* The only person whom the sentence names, or NULL. */
static const Element *only_person(Finder *finder, const Lattice *lattice) {
    const Element *found = NULL;
    for (uint32_t i = 0; i < lattice->element_count; i++) {
        const Element *element = &lattice->elements[i];
        if ((element->types & TYPE_BIT(finder->person)) == 0) {
            continue;
        }
        if (element->head_count != 1 ||
            (found && referent(finder, element->heads[0]) != referent(finder, found->heads[0]))) {
            return NULL;
        }
        found = element;
    }
    return found;
}

/* Puts `subject` behind the elements of the sentence. */
static void add_omitted(Finder *finder, Draft *draft, const Element *subject) {
    const uint32_t count = draft->lattice.element_count;
    Element *elements = arena_array(finder->arena, Element, count + 1);
    if (count > 0) {
        memcpy(elements, draft->elements, count * sizeof *elements);
    }
    elements[count] = *subject;
    draft->elements = elements;
    draft->lattice.elements = elements;
    draft->lattice.omits_subject = true;
}

void find_omitted(Finder *finder, Draft *drafts, uint32_t sentence_count) {
    const Element *listed = NULL; /* who gives the orders of the list that goes on */
    for (uint32_t s = 1; s < sentence_count; s++) {
        const Lattice *lattice = &drafts[s].lattice;
        const Lattice *before = &drafts[s - 1].lattice;
        const uint32_t behind = behind_connective(finder, lattice);
        const bool orders = orders_at(finder, lattice, lattice->first);
        if (orders && ends_with_colon(finder, before)) {
            listed = announcer(finder, before);
        }
        listed = orders ? listed : NULL;
        const Element *subject = listed;
        if (behind > lattice->first && orders_at(finder, lattice, behind)) {
            subject = only_person(finder, before);
        }
        if (subject) {
            add_omitted(finder, &drafts[s], subject);
        }
    }
}
