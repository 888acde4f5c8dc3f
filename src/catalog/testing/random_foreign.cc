// Foreign data of a random history.
#include "catalog/testing/random_history.h"

namespace pggit::catalog::testing {

ir::Options RandomHistory::foreign_options() {
  ir::Options options;
  for (const char* option : {"a", "B c", "host"}) {
    if (chance(2)) options.emplace_back(option, name("it's "));
  }
  return options;
}

std::vector<ir::Op> RandomHistory::create_foreign_table() {
  ir::Table table;
  table.schema = schema();
  table.name = name("ft");
  table.foreign = ir::ForeignTable{pick(keys(ir::Kind::ForeignServer)).name, foreign_options()};
  const std::uint64_t count = 1 + random_.below(3);
  for (std::uint64_t i = 0; i < count; ++i) {
    ir::Column made = column();
    made.name = "c" + std::to_string(i);
    made.foreign_options = foreign_options();
    table.columns.push_back(std::move(made));
  }
  return {ir::Create{table}};
}

// A wrapper, a server of one, or what stands on a server.
std::vector<ir::Op> RandomHistory::create_foreign() {
  const std::vector<ir::Key> wrappers = keys(ir::Kind::ForeignDataWrapper);
  const std::vector<ir::Key> servers = keys(ir::Kind::ForeignServer);
  if (wrappers.empty() || chance(6)) {
    ir::ForeignDataWrapper made{name("w")};
    made.options = foreign_options();
    return {ir::Create{made}};
  }
  if (servers.empty() || chance(4)) {
    ir::ForeignServer made{name("v"), pick(wrappers).name};
    if (chance(2)) made.type = name("type ");
    if (chance(2)) made.version = name("version ");
    made.options = foreign_options();
    return {ir::Create{made}};
  }
  if (chance(2)) return create_foreign_table();
  ir::UserMapping made{pick(servers).name, chance(2) ? ir::kPublic : ir::kMigrationRole};
  made.options = foreign_options();
  return {ir::Create{made}};
}

std::vector<ir::Op> RandomHistory::alter_foreign() {
  const std::vector<ir::Kind> kinds{ir::Kind::ForeignDataWrapper, ir::Kind::ForeignServer,
                                    ir::Kind::UserMapping};
  const std::vector<ir::Key> found = keys(pick(kinds));
  if (found.empty()) return {};
  const ir::Key& key = pick(found);
  const auto* server = now_.get<ir::ForeignServer>(key);
  if (server && chance(2)) {
    ir::ForeignServer altered = *server;
    altered.version = chance(2) ? std::nullopt : std::optional(name("version "));
    return {ir::Replace{altered}};
  }
  const auto* wrapper = now_.get<ir::ForeignDataWrapper>(key);
  const auto* mapping = now_.get<ir::UserMapping>(key);
  const ir::Options& before = server    ? server->options
                              : wrapper ? wrapper->options
                                        : mapping->options;
  return {ir::SetForeignOptions{key, "", before, foreign_options()}};
}

std::vector<ir::Op> RandomHistory::alter_foreign_table(const ir::Table& table) {
  const ir::Key key = table.key();
  if (chance(2)) return {ir::SetForeignOptions{key, "", table.foreign->options, foreign_options()}};
  const ir::Column& of = pick(table.columns);
  return {ir::SetForeignOptions{key, of.name, of.foreign_options, foreign_options()}};
}

}  // namespace pggit::catalog::testing
