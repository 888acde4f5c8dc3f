// Ctrl-C: the first cancels what a server runs and ends the command in order; the second ends at once.
#pragma once

namespace pggit::cli {

void watch_for_interrupts();
bool interrupted();

}  // namespace pggit::cli
