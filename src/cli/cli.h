/* The command line. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/base.h"

/* Runs the command that the arguments ask for; the status is the exit status of the program. */
Status cli_run(int argc, char **argv);

#endif
