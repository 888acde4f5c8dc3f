// For tests: a project in memory, listed and lowered.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "base/text.h"
#include "ir/front_end.h"

namespace pggit::frontend::testing {

class NothingKnown final : public ir::SchemaView {
 public:
  const ir::Object* find(const ir::Key&) const override { return nullptr; }
};

struct File {
  std::string name;  // below the folder "p"
  std::string text;
};

struct Sample {
  Sample(const ir::FrontEnd& tool, const std::vector<File>& files) : front_end(tool) {
    for (const auto& [name, text] : files) (void)disk.write("p/" + name, text);
    project.disk = &disk;
    project.sources = &sources;
    project.diagnostics = &diagnostics;
    project.folders = {"p"};
    project.user = "owner";
    project.database = "shop";
    project.now_us = 1'732'785'300'000'000;  // 2024-11-28T09:15:00Z
  }

  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;

  // Ids in order, those set aside after a bar; or the error.
  std::string ids() {
    if (const std::string error = run(); !error.empty()) return "error: " + error;
    std::string out;
    for (const auto& entry : listing.migrations) out += (out.empty() ? "" : " ") + entry.id;
    if (!listing.set_aside.empty()) out += " |";
    for (const auto& entry : listing.set_aside) out += " " + entry.id;
    return out;
  }

  // Lists; the error's message, empty where there is none.
  std::string run() {
    auto listed = front_end.list(project);
    if (!listed) return listed.error().message;
    listing = std::move(*listed);
    return "";
  }

  const ir::MigrationEntry& entry(std::string_view id) const {
    for (const auto* entries : {&listing.migrations, &listing.set_aside}) {
      for (const auto& entry : *entries) {
        if (entry.id == id) return entry;
      }
    }
    static const ir::MigrationEntry none;
    return none;
  }

  ir::LoweredMigration lowered(std::string_view id) {
    return front_end.lower(project, listing, entry(id), view).value();
  }

  // The pieces of the lowered migration, each in brackets.
  std::string text(std::string_view id) {
    std::string out;
    const ir::LoweredMigration migration = lowered(id);
    for (const ir::PieceOfMigration& piece : migration.pieces) {
      if (const auto* sql = std::get_if<ir::Sql>(&piece)) out += "[" + sql->text + "]";
      if (const auto* rows = std::get_if<ir::CopyData>(&piece)) out += "<" + rows->bytes + ">";
      if (const auto* hole = std::get_if<ir::Hole>(&piece)) out += "{" + hole->what + "}";
    }
    return out;
  }

  // Every message, one a line.
  std::string messages() const {
    std::string out;
    for (const auto& d : diagnostics.all()) out += base::to_text(d, sources) + "\n";
    return out;
  }

  std::string edge_cases() const {
    std::string out;
    for (const auto& e : listing.edge_cases) {
      out += e.kind + " " + e.migration + " " + sources.where(e.span) + "\n";
    }
    return out;
  }

  const ir::FrontEnd& front_end;
  base::MemoryDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project project;
  ir::Listing listing;
  NothingKnown view;
};

// The project of one tool.
template <const ir::FrontEnd& tool>
struct SampleOf : Sample {
  SampleOf(std::initializer_list<File> files) : SampleOf(std::vector<File>(files)) {}
  explicit SampleOf(const std::vector<File>& files) : Sample(tool, files) {}
};

}  // namespace pggit::frontend::testing
