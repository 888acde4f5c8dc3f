#include "frontend/front_ends.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "frontend/dbmate/dbmate.h"
#include "frontend/diesel/diesel.h"
#include "frontend/flyway/flyway.h"
#include "frontend/golang_migrate/golang_migrate.h"
#include "frontend/goose/goose.h"
#include "frontend/hasura/hasura.h"
#include "frontend/liquibase/liquibase.h"
#include "frontend/mybatis/mybatis.h"
#include "frontend/node_pg_migrate/node_pg_migrate.h"
#include "frontend/prisma/prisma.h"
#include "frontend/refinery/refinery.h"
#include "frontend/remembering_disk.h"
#include "frontend/sqitch/sqitch.h"
#include "frontend/sql/sql.h"
#include "frontend/sqlx/sqlx.h"
#include "frontend/supabase/supabase.h"

namespace pggit::frontend {
namespace {

#define FRONT_END(folder, constant) &folder::constant,
const std::array kAll = {
#include "frontend/frontends.def"
};
#undef FRONT_END

// A claim under it is a guess, and gives way.
constexpr int kSure = 50;

std::string ids() {
  std::vector<std::string> names;
  for (const ir::FrontEnd* front_end : kAll) names.emplace_back(front_end->id);
  return base::join(names, ", ");
}

std::string folders_of(const ir::Project& project) {
  return project.folders.empty() ? "." : base::join(project.folders, ", ");
}

std::string evidence_of(const std::vector<Detected>& detected) {
  std::string out;
  for (const Detected& d : detected) {
    out += "\n  " + std::string(d.front_end->id) + ": " + base::join(d.claim.evidence, "; ");
  }
  return out;
}

}  // namespace

std::span<const ir::FrontEnd* const> all_front_ends() { return kAll; }

base::Result<const ir::FrontEnd*> find_front_end(std::string_view id) {
  for (const ir::FrontEnd* front_end : kAll) {
    if (id == front_end->id) return front_end;
  }
  return base::fail(base::ErrorCode::Usage,
                    "`" + std::string(id) + "` is no source that pggit reads; there are: " + ids());
}

std::vector<Detected> auto_detect(const ir::Project& project) {
  const RememberingDisk disk(*project.disk);
  ir::Project looked_at = project;
  looked_at.disk = &disk;
  std::vector<Detected> detected;
  for (const ir::FrontEnd* front_end : kAll) {
    ir::Claim claim = front_end->detect(looked_at);
    if (claim.score > 0) detected.push_back({front_end, std::move(claim)});
  }
  std::ranges::stable_sort(detected, std::ranges::greater{},
                           [](const Detected& d) { return d.claim.score; });
  if (!detected.empty() && detected.front().claim.score >= kSure) {
    std::erase_if(detected, [](const Detected& d) { return d.claim.score < kSure; });
  }
  return detected;
}

base::Result<Detected> choose_front_end(const ir::Project& project) {
  for (const std::string& folder : project.folders) {
    if (project.disk->is_folder(folder)) continue;
    return base::fail(base::ErrorCode::Input, folder +
                                                  ": there is no such folder; name the "
                                                  "project's folder with --dir");
  }
  std::vector<Detected> detected = auto_detect(project);
  if (detected.empty()) {
    return base::fail(base::ErrorCode::Input,
                      folders_of(project) + ": no migration history of a tool that pggit reads (" +
                          ids() + "); name its folder with --dir and its tool with --source");
  }
  const bool tie = detected.size() > 1 && detected[0].claim.score == detected[1].claim.score;
  if (!tie) return std::move(detected.front());
  return base::fail(base::ErrorCode::Input,
                    folders_of(project) +
                        ": more than one tool may have written this; say which "
                        "with --source:" +
                        evidence_of(detected));
}

}  // namespace pggit::frontend
