// Whether what the changes of a plan need of each other is so: all that one requires is among those before it, and
// nothing that it conflicts with is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/sqitch/plan.h"

namespace pggit::frontend::sqitch {

// The changes and tags of a plan by what may name them.
class Names {
 public:
  explicit Names(const Plan& plan);

  // The change that a dependency of the plan's own project means; nothing where there is none.
  std::optional<std::size_t> find(const Dependency& dependency) const;
  // The change that the tag stands behind.
  std::optional<std::size_t> tagged(const std::string& tag) const;
  // "@v1.0", "users", "users@v1.0", an id, "HEAD", "ROOT", each with ~, ^, ~2 behind: as --to of Sqitch takes it.
  // Nothing where there is none; of several changes of one name the newest.
  std::optional<std::size_t> find(std::string_view written) const;

 private:
  std::optional<std::size_t> by_tag(const std::string& change, const std::string& tag) const;
  std::optional<std::size_t> by_word(const std::string& written) const;

  const Plan& plan_;
  std::unordered_map<std::string, std::vector<std::size_t>> changes_;
  std::unordered_map<std::string, std::size_t> tags_;
  std::unordered_map<std::string, std::size_t> ids_;
};

// Reports what Sqitch would refuse to deploy.
void check_dependencies(const ir::Project& project, const Plan& plan);

}  // namespace pggit::frontend::sqitch
