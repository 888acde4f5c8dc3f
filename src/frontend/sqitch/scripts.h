// Which files are the scripts of a change. Source: _path_segments() in Plan/Change.pm of Sqitch 1.
//
//   deploy/users.sql          of the newest change of that name
//   deploy/users@v1.0.sql     of the one that was reworked behind tag v1.0
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "frontend/sqitch/plan.h"
#include "frontend/sqitch/settings.h"

namespace pggit::frontend::sqitch {

class Scripts {
 public:
  // `files`: all below the folder where sqitch runs. What is given is kept by reference.
  Scripts(const Plan& plan, const Settings& settings, const std::set<std::string>& files);

  // "users", "users@v1.0": the name of a change that no other has, as its files are called.
  std::string name(std::size_t change) const;

  std::string deploy(std::size_t change) const;
  std::string revert(std::size_t change) const;
  std::string verify(std::size_t change) const;

 private:
  void index_reworked(const std::set<std::string>& files);
  std::size_t tag_of(std::size_t change) const;
  std::size_t first_tag_of_same_change(std::size_t tag, std::size_t from) const;
  std::string path(std::size_t change, const std::string& folder,
                   const std::string& reworked) const;

  const Plan& plan_;
  const Settings& settings_;
  // Tags, by their place in the plan, for which a change of that name has a deploy script; sorted.
  std::unordered_map<std::string, std::vector<std::size_t>> with_script_;
};

}  // namespace pggit::frontend::sqitch
