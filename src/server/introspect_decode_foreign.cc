// Foreign data wrappers, servers and user mappings.
#include "server/introspect.h"
#include "server/introspect_row.h"

namespace pggit::server {
namespace {

std::optional<std::string> text_or_none(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.text(column));
}

// As ir::UserMapping has it: no name is PUBLIC.
std::string mapped_role(const std::string& name, const Gathered& gathered) {
  if (name.empty()) return ir::kPublic;
  return name == gathered.migration_role ? ir::kMigrationRole : name;
}

}  // namespace

void read_wrappers(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::ForeignDataWrapper wrapper{row.text(0), row.text(1), row.text(2), row.foreign_options(3),
                                   row.comment(4)};
    read_access(row, 5, gathered, wrapper);
    gathered.done.emplace_back(std::move(wrapper));
  });
}

void read_servers(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::ForeignServer server{row.text(0),
                             row.text(1),
                             text_or_none(row, 2),
                             text_or_none(row, 3),
                             row.foreign_options(4),
                             row.comment(5)};
    read_access(row, 6, gathered, server);
    gathered.done.emplace_back(std::move(server));
  });
}

void read_user_mappings(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::UserMapping mapping{row.text(0), mapped_role(row.text(1), gathered),
                            row.foreign_options(2)};
    if (!row.boolean(3)) {
      gathered.hidden.push_back(mapping.key());
      ++gathered.not_held["options of a user mapping"];
    }
    gathered.done.emplace_back(std::move(mapping));
  });
}

catalog::Catalog with_hidden_options(catalog::Catalog found, const std::vector<ir::Key>& hidden,
                                     const catalog::Catalog& known) {
  for (const ir::Key& key : hidden) {
    const auto* there = known.get<ir::UserMapping>(key);
    if (there && found.find(key)) found = found.with(*there);
  }
  return found;
}

}  // namespace pggit::server
