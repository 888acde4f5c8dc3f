// Publications of logical replication, and what is in them. A table or a schema of one is an object of its own, as it is in
// PostgreSQL: it goes with its table, with its schema and with its publication.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/expression.h"
#include "ir/names.h"

namespace pggit::ir {

// CREATE PUBLICATION. It stands in no schema.
struct Publication {
  std::string name;
  bool all_tables = false;
  // Those that are not PostgreSQL's default: publish "insert, update" (in PostgreSQL's order), publish_via_partition_root
  // "true", publish_generated_columns "stored".
  Options options = {};
  std::optional<std::string> comment = {};
  std::string owner = {};  // empty: the role of the migrations
  bool operator==(const Publication&) const = default;
  Key key() const { return {Kind::Publication, "", name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("all_tables", self.all_tables);
    v("options", self.options);
    v("owner", self.owner);
    v("comment", self.comment);
  }
};

// FOR TABLE.
struct PublishedTable {
  std::string schema;
  std::string table;
  std::string publication;
  std::vector<std::string> columns = {};  // sorted; none: all
  std::optional<Expression> where = {};
  std::optional<std::string> comment = {};  // never set
  bool operator==(const PublishedTable&) const = default;
  Key key() const { return {Kind::PublishedTable, schema, table, publication}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("table", self.table);
    v("publication", self.publication);
    v("columns", self.columns);
    v("where", self.where);
    v("comment", self.comment);
  }
};

// FOR TABLES IN SCHEMA.
struct PublishedSchema {
  std::string schema;
  std::string publication;
  std::optional<std::string> comment = {};  // never set
  bool operator==(const PublishedSchema&) const = default;
  Key key() const { return {Kind::PublishedSchema, schema, publication, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("publication", self.publication);
    v("comment", self.comment);
  }
};

}  // namespace pggit::ir
