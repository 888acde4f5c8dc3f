// Values of the types that are neither numbers, truths nor texts: some literals of each, as PostgreSQL reads them.
#pragma once

#include <string>
#include <vector>

namespace pggit::shadow {

struct OtherType {
  const char* name;
  std::vector<std::string> plain;  // more than one: the next where the one before is refused
  std::vector<std::string> high;
  std::vector<std::string> low;
  std::string (*key)(unsigned serial);  // null: no way to make many
};

// Of PostgreSQL itself, by a name without modifiers. Null: not known.
const OtherType* other_type(const std::string& name);

// Of an extension; in whatever schema. Null: not known.
const OtherType* extension_type(const std::string& name);

// Of an extension's type whose values are made for its modifiers: vector(3), geometry(Point,4326). Empty: it is none.
std::vector<std::string> modified_values(const std::string& name, const std::string& modifier);

}  // namespace pggit::shadow
