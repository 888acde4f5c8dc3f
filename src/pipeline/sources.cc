#include "pipeline/sources.h"

#include "frontend/front_ends.h"

namespace pggit::pipeline {

std::string sources_text() {
  std::string text;
  for (const ir::FrontEnd* front_end : frontend::all_front_ends()) {
    const std::string& table = front_end->history_table.name;
    text += std::string(front_end->id) + "  " + front_end->title +
            (table.empty() ? "" : " (history table " + table + ")") + "\n";
  }
  return text;
}

}  // namespace pggit::pipeline
