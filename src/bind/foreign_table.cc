// What only statements on foreign tables say: which table they mean, and OPTIONS.
#include "bind/alter_table.h"
#include "bind/foreign.h"
#include "catalog/foreign.h"

namespace pggit::bind {

bool is_other_table(std::string_view object_type, const ir::Key& key, const Binding& binding) {
  if (object_type == "OBJECT_FOREIGN_TABLE") return !catalog::is_foreign(key, binding.now());
  return object_type == "OBJECT_TABLE" && catalog::is_foreign(key, binding.now());
}

void alter_foreign_options(const Part& part, Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table || !table->foreign)
    return binding.refuse("\"" + part.key.name + "\" is not a foreign table");
  const bool on_column = part.command.str("subtype") == "AT_AlterColumnGenericOptions";
  const ir::Column* column = on_column ? find_column(part, binding) : nullptr;
  if (on_column && !column) return binding.refuse("column \"" + part.column + "\" does not exist");
  const ir::Options before = on_column ? column->foreign_options : table->foreign->options;
  ir::Options after =
      foreign_options(before, part.command["def"].items(), ir::Kind::Table,
                      validator_of_server(table->foreign->server, binding), binding);
  binding.emit(
      ir::SetForeignOptions{part.key, on_column ? part.column : "", before, std::move(after)});
}

}  // namespace pggit::bind
