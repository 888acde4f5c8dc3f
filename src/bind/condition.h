// Conditions of code that ask the catalogs: `EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood')`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bind/names.h"

namespace pggit::bind {

enum class Truth { False, Unknown, True };

// Says what a condition gives where our catalog can tell. What it cannot tell, rows, functions, columns that we do not hold, is
// Unknown, and so is NULL.
class Condition {
 public:
  // `variables`: Boolean variables of the code whose value is known.
  Condition(const Names& names, const std::map<std::string, bool>& variables)
      : names_(names), variables_(variables) {}

  Truth truth(const sql::Node& expression);
  // Roles that were asked for and are not there.
  const std::vector<std::string>& absent_roles() const { return absent_roles_; }

 private:
  Truth variable(const sql::Node& column);
  Truth compared(const sql::Node& operation);
  Truth tested(const sql::Node& test);
  Truth is_missing(const sql::Node& argument);
  Truth subquery(const sql::Node& link);
  Truth exists(const sql::Node& select);

  const Names& names_;
  const std::map<std::string, bool>& variables_;
  std::vector<std::string> absent_roles_;
};

}  // namespace pggit::bind
