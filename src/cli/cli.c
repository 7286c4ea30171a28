#include "cli.h"

#include "options.h"

#include "export/export.h"

Status print_text(const Buffer *text) {
    Output *out;
    TRY(output_open(&out, "-"));
    output_add(out, buffer_str(text));
    return output_close(out);
}

static Status show_version(void) {
    Buffer text = {0};
    buffer_add(&text, STR("trithuc " PROGRAM_VERSION "\n"));
    const Status status = print_text(&text);
    buffer_free(&text);
    return status;
}

Status cli_run(int argc, char **argv) {
    Options options;
    Status status = options_parse(&options, argc, argv);
    if (status == STATUS_OK && options.help) {
        status = help_show(options.command);
    } else if (status == STATUS_OK && options.version) {
        status = show_version();
    } else if (status == STATUS_OK) {
        status = options.command->run(&options);
    }
    options_free(&options);
    return status;
}
