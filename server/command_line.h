// The words of the command line: which commands and options there are, with their help.
#pragma once

namespace kedang {

// Runs the command that argv names; gives the exit status.
int RunCommandLine(int argc, char** argv);

}  // namespace kedang
