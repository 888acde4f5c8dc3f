// What commands share: opening the repository, asking, progress.
#pragma once

#include <string>

#include "cli/arguments.h"
#include "pipeline/repository.h"

namespace pggit::cli {

// Fills what the configuration says and the command line does not. Errors: Input.
base::Result<Arguments> with_configuration(Arguments arguments);

// Read-only until the user approves.
base::Result<pipeline::Repository> open(const Arguments& arguments);

// The n-th word, or nothing said: an error that shows the example.
base::Result<std::string> word(const Arguments& arguments, std::size_t n, const char* what);

// Where a command looks that was told no revision: HEAD, or main before the first checkout. Errors: Usage, where nothing was
// stored yet.
base::Result<std::string> default_revision(store::Store& store);

// Yes by --yolo, else asked on the terminal; without one it is refused.
base::Result<void> approve(const Arguments& arguments, const std::string& question);

// The same, but the answer is `name`, typed in full.
base::Result<void> approve_by_name(const Arguments& arguments, const std::string& question,
                                   const std::string& name);

// Live progress on stderr (progress_line.h); clear_progress() before anything else is printed there.
void show_progress(const std::string& phase, std::size_t done, std::size_t all,
                   const std::string& what);
void clear_progress();

}  // namespace pggit::cli
