# trithuc: `make run` builds it, reads the sample articles and writes the graph to out/.
#
#   make            the program, build/trithuc
#   make run        ... over tests/documents/*.txt, or DOCS="PATH..."
#   make test       all tests            make asan    the same with sanitizers
#   make page-test  the page of --format html, in a browser
#   make check      format, lint, layers, house limits
#   make interop    Gephi, Graphviz, Jena, Oxigraph and others read what is exported
#   make eval       precision, recall, F1
#   make bench      speed (SIZE=10 MB)   make deps    what Debian has to install
#   make profile    where the instructions go
#   make install    PREFIX=/usr/local DESTDIR=

# The way of the data. A folder of src/ includes itself, base/, and folders before it in this line.
LAYERS := base rules read text token match entity clause relation resolve graph export

PREFIX ?= /usr/local
DESTDIR ?=
VARIANT ?= release
DOCS ?= $(wildcard tests/documents/*.txt)
# Further documents for `make interop`: files and folders.
MORE_DOCS ?= $(wildcard ../shared/seeds)
OUT ?= out

ifeq ($(origin CC),default)
CC := gcc
endif

PACKAGES := igraph libxml-2.0 libcjson libzstd zlib libutf8proc
PAGE_DEBS := nodejs npm
PAGE_TEST_DEBS := chromium fonts-noto-core
BUILD_DEBS := gcc make pkg-config libigraph-dev libxml2-dev libcjson-dev libzstd-dev zlib1g-dev libutf8proc-dev graphviz
TEST_DEBS := python3 python3-rdflib python3-networkx zstd
CHECK_DEBS := clang clang-format clang-tidy valgrind

# Headers of libraries are system headers: our warnings are about our code.
LIB_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
CPPFLAGS += -D_GNU_SOURCE -Isrc $(LIB_CFLAGS)
CFLAGS ?= -O2 -g
LDLIBS += $(LIBS) -lpthread -lm
# gcc warns wrongly about null formats when it checks for undefined behaviour.
FLAGS_asan := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
	$(if $(findstring clang,$(CC)),,-Wno-format-truncation)
ALL_CFLAGS := -std=c11 $(WARNINGS) $(CFLAGS) $(FLAGS_$(VARIANT))

# `make V=1` shows the commands.
Q := $(if $(V),,@)
SAY := @$(if $(V),:,echo)

DIR := build/$(VARIANT)
PROGRAM := $(if $(filter release,$(VARIANT)),build/trithuc,$(DIR)/trithuc)
SOURCES := $(filter-out src/main.c,$(wildcard src/*.c src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(DIR)/%.o) $(DIR)/src/export/page.o
HEADERS := $(wildcard src/*.h src/*/*.h)
LIBRARY := $(DIR)/libtrithuc.a
TESTS := $(patsubst tests/%.c,$(DIR)/tests/%,$(wildcard tests/unit/test_*.c tests/props/test_*.c tests/fuzz/test_*.c))
BENCH := $(patsubst tests/%.c,$(DIR)/tests/%,$(wildcard tests/bench/*.c))

.PHONY: all eval run test page-test page-measure asan check interop bench profile check-instructions record-instructions deps test-deps check-deps install uninstall clean test-programs bench-programs \
	format check-format check-tidy check-headers print-program print-link
.DELETE_ON_ERROR:

all: $(PROGRAM)

$(PROGRAM): $(DIR)/src/main.o $(LIBRARY)
	@mkdir -p $(@D)
	$(SAY) "  link $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Made anew each time, so that a source that is gone leaves nothing behind.
$(LIBRARY): $(OBJECTS)
	@rm -f $@
	@$(AR) rcs $@ $^

$(DIR)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(if $(LIBS),,$(error libraries are missing: run 'make deps'))
	$(SAY) "  compile $<"
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(DIR)/tests/%: tests/%.c $(LIBRARY) Makefile
	@mkdir -p $(@D)
	$(SAY) "  compile $<"
	$(Q)$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(LIBRARY) $(LDLIBS)

# The page of --format html. Without npm, or without a network, the build goes on without it: the
# file is empty then, and tried again each time.
PAGE := build/page/page.html
$(PAGE): page/make $(filter-out %.md,$(wildcard page/*.* page/.npmrc page/src/*.js)) $(shell [ -s $(PAGE) ] || echo FORCE)
	$(Q)page/make $@

$(DIR)/src/export/page.o: src/export/page.S $(PAGE)
	@mkdir -p $(@D)
	$(Q)$(CC) -DPAGE_FILE='"$(PAGE)"' -c -o $@ $<

FORCE:

test-programs: $(TESTS)
bench-programs: $(BENCH)

-include $(SOURCES:%.c=$(DIR)/%.d) $(DIR)/src/main.d $(TESTS:=.d) $(BENCH:=.d)

# ---- Use ----

run: deps
	@$(MAKE) --no-print-directory all
	@mkdir -p $(OUT)
	./$(PROGRAM) extract $(DOCS) > $(OUT)/extract.ndjson
	./$(PROGRAM) build $(DOCS) -o $(OUT)
	@cat $(OUT)/summary.txt
	@dot -Tsvg $(OUT)/graph.dot -o $(OUT)/graph.svg
	@echo
	@ls -1 $(OUT)/*

# Precision, recall and F1 against the gold beside the sample articles.
eval: deps
	@$(MAKE) --no-print-directory all
	@./$(PROGRAM) eval --gold tests/documents

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/trithuc
	rm -rf $(DESTDIR)$(PREFIX)/share/trithuc/rules
	cd rules && find . -type f -exec install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX)/share/trithuc/rules)/{} \;
	./$(PROGRAM) ontology --rules rules -o $(DESTDIR)$(PREFIX)/share/trithuc/ontology.ttl
	./$(PROGRAM) ontology --rules rules --shapes -o $(DESTDIR)$(PREFIX)/share/trithuc/shapes.ttl
	./$(PROGRAM) help-man > $(DESTDIR)$(PREFIX)/share/man/man1/trithuc.1
	./$(PROGRAM) help-completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/trithuc
	./$(PROGRAM) help-completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_trithuc

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/trithuc $(DESTDIR)$(PREFIX)/share/man/man1/trithuc.1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/trithuc \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_trithuc
	rm -rf $(DESTDIR)$(PREFIX)/share/trithuc
	@for folder in bin share/man/man1 share/man share/bash-completion/completions share/bash-completion \
		share/zsh/site-functions share/zsh share; do \
		rmdir $(DESTDIR)$(PREFIX)/$$folder 2>/dev/null || :; \
	done

clean:
	rm -rf build $(OUT)

# ---- Dependencies ----

HAVE_BUILD = command -v $(CC) pkg-config dot >/dev/null && pkg-config --exists 'igraph >= 0.10 igraph < 1.0' $(PACKAGES)
HAVE_PAGE = command -v node >/dev/null && command -v npm >/dev/null
HAVE_PAGE_TEST = command -v chromium >/dev/null
HAVE_TEST = command -v zstd >/dev/null && command -v xmllint >/dev/null && /usr/bin/python3 -c 'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ["rdflib", "networkx"])))' 2>/dev/null
HAVE_CHECK = command -v clang clang-format clang-tidy valgrind >/dev/null

define install_debs
	if command -v apt-get >/dev/null; then \
		sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(1); \
	else \
		echo "Not a Debian system. Install what these Debian packages hold, then try again:"; \
		echo "  $(1)"; exit 1; \
	fi
endef

# What the page is made with is welcome, not needed.
deps:
	@{ $(HAVE_BUILD); } || { $(call install_debs,$(BUILD_DEBS)); }
	@{ $(HAVE_PAGE); } || { $(call install_debs,$(PAGE_DEBS)); } || echo "Without nodejs and npm, there is no --format html."

test-deps: deps
	@{ $(HAVE_TEST); } || { $(call install_debs,$(TEST_DEBS)); }

check-deps: deps
	@{ $(HAVE_CHECK); } || { $(call install_debs,$(CHECK_DEBS)); }

# ---- Tests and checks ----

test: test-deps
	@$(MAKE) --no-print-directory all
	@tests/run release

page-test: deps
	@{ $(HAVE_PAGE_TEST); } || { $(call install_debs,$(PAGE_TEST_DEBS)); }
	@$(MAKE) --no-print-directory all
	@TRITHUC=$(abspath $(PROGRAM)) tests/page/run

# How long frames take with 5,000 actors.
page-measure: deps
	@$(MAKE) --no-print-directory all
	@TRITHUC=$(abspath $(PROGRAM)) tests/page/run measure

asan: test-deps
	@$(MAKE) --no-print-directory VARIANT=asan all
	@tests/run asan

# INPUTS="samples more small large": all, if none is given.
interop: test-deps
	@$(MAKE) --no-print-directory all
	@tests/interop/consumers/install $(CURDIR)/build/interop
	@MORE_DOCS="$(abspath $(MORE_DOCS))" tests/interop/consumers/run $(PROGRAM) build/interop $(INPUTS)

bench: deps
	@$(MAKE) --no-print-directory all
	@$(MAKE) --no-print-directory bench-programs
	@TRITHUC=$(abspath $(PROGRAM)) BENCH=$(abspath $(DIR)/tests/bench) tests/bench/run

# Instructions for each byte of documents; see tests/bench/README.md.
INSTRUCTIONS = TRITHUC=$(abspath $(PROGRAM)) BENCH=$(abspath $(DIR)/tests/bench) CC="$(CC)" tests/bench/instructions
profile: check-deps all bench-programs
	@$(INSTRUCTIONS) --profile

check-instructions: all bench-programs
	@$(INSTRUCTIONS)

record-instructions: check-deps all bench-programs
	@$(INSTRUCTIONS) --record

check: check-deps
	@LAYERS="$(LAYERS)" tests/tools/check-all

format:
	clang-format -i $(SOURCES) src/main.c $(HEADERS) $(wildcard tests/*.h tests/*/*.[ch])

check-format:
	clang-format --dry-run -Werror $(SOURCES) src/main.c $(HEADERS) $(wildcard tests/*.h tests/*/*.[ch])

# Compiles each header alone, by both compilers.
check-headers:
	@for header in $(HEADERS); do for cc in gcc clang; do \
		$$cc $(CPPFLAGS) -std=c11 $(WARNINGS) -Wno-unused-function -fsyntax-only -x c $$header -include stddef.h || exit 1; \
	done; done

# One stamp a file, so that only what changed is looked at again.
TIDY := $(patsubst %.c,build/tidy/%.ok,$(SOURCES) src/main.c)
check-tidy: $(TIDY)
build/tidy/%.ok: %.c $(HEADERS) .clang-tidy
	@mkdir -p $(@D)
	clang-tidy --quiet --warnings-as-errors='*' $< -- -std=c11 $(CPPFLAGS) -Wno-everything
	@touch $@

print-program:
	@echo $(PROGRAM)

# What a program of this variant is linked with.
print-link:
	@echo $(CC) $(FLAGS_$(VARIANT)) $(DIR)/src/main.o $(LIBRARY) $(LDLIBS)
