// Which changesets run: contexts, labels, dbms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::liquibase {

// `dbms` of a changeset, a change or a property: "postgresql, h2", "!oracle", "all", "none". Empty: any.
bool matches_dbms(std::string_view dbms);

// Whether the expression, "a and !b", "a, b", "(a or b) and c", holds of the words that are given.
bool matches(std::string_view expression, const std::vector<std::string>& words);

// Each of the expressions must hold; where no context is given, all do.
bool matches_all_contexts(const std::vector<std::string>& expressions,
                          const std::vector<std::string>& given);

// The other way round: `filters` are expressions, and each set of labels, "a, b", must satisfy them.
bool matches_all_labels(const std::vector<std::string>& labels,
                        const std::vector<std::string>& filters);

}  // namespace pggit::frontend::liquibase
