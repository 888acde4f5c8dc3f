// Links among a history's files that pggit does not follow (base/links.h) and the tool that runs the history would.
#pragma once

#include "pipeline/history.h"

namespace pggit::pipeline {

// Reports them as errors, after the history is listed: without them it is another one. Links beside migrations count
// where they are named like them (the same extension) or lead to a folder.
void report_links(History& history);

}  // namespace pggit::pipeline
