// Publications, and the tables and schemas in them.
#include "base/text.h"
#include "server/introspect_row.h"

namespace pggit::server {
namespace {

// In the order of the columns, which is PostgreSQL's own for the words.
std::string published(const Row& row, int first) {
  std::vector<std::string> events;
  for (const char* event : {"insert", "update", "delete", "truncate"}) {
    if (row.boolean(first++)) events.emplace_back(event);
  }
  return base::join(events, ", ");
}

}  // namespace

void read_publications(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Publication publication;
    publication.name = row.text(0);
    publication.all_tables = row.boolean(1);
    const std::string events = published(row, 2);
    if (events != "insert, update, delete, truncate")
      publication.options.emplace_back("publish", events);
    if (row.letter(7, 'n') == 's')
      publication.options.emplace_back("publish_generated_columns", "stored");
    if (row.boolean(6)) publication.options.emplace_back("publish_via_partition_root", "true");
    publication.comment = row.comment(8);
    publication.owner = owner_from({row.text(9), gathered.migration_role});
    gathered.done.emplace_back(std::move(publication));
  });
}

void read_published_tables(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::PublishedTable table;
    table.schema = row.text(0);
    table.table = row.text(1);
    table.publication = row.text(2);
    table.columns = row.array(3);
    table.where = row.expression(4);
    gathered.done.emplace_back(std::move(table));
  });
}

void read_published_schemas(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    gathered.done.emplace_back(ir::PublishedSchema{row.text(0), row.text(1)});
  });
}

}  // namespace pggit::server
