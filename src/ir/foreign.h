// Foreign data: wrappers, servers and user mappings. They stand in no schema. A foreign table is an ir::Table that has a
// server.
//
// Options are the wrapper's own words; PostgreSQL keeps them as they are given, in an order that means nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/names.h"

namespace pggit::ir {

// CREATE FOREIGN DATA WRAPPER. Those of extensions are their members and no objects here.
struct ForeignDataWrapper {
  std::string name;
  std::string handler = {};    // a function, with schema unless in pg_catalog; empty: none
  std::string validator = {};  // likewise
  Options options = {};
  std::optional<std::string> comment = {};
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const ForeignDataWrapper&) const = default;
  Key key() const { return {Kind::ForeignDataWrapper, "", name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("handler", self.handler);
    v("validator", self.validator);
    v("options", self.options);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// CREATE SERVER.
struct ForeignServer {
  std::string name;
  std::string wrapper;  // one of an extension, where no object here has that name
  std::optional<std::string> type = {};
  std::optional<std::string> version = {};
  Options options = {};
  std::optional<std::string> comment = {};
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const ForeignServer&) const = default;
  Key key() const { return {Kind::ForeignServer, "", name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("wrapper", self.wrapper);
    v("type", self.type);
    v("version", self.version);
    v("options", self.options);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// CREATE USER MAPPING.
struct UserMapping {
  std::string server;
  std::string role;  // kPublic, kMigrationRole, or one that is named
  Options options = {};
  std::optional<std::string> comment = {};  // never set
  bool operator==(const UserMapping&) const = default;
  Key key() const { return {Kind::UserMapping, "", server, role}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("server", self.server);
    v("role", self.role);
    v("options", self.options);
    v("comment", self.comment);
  }
};

// What makes a table a foreign one.
struct ForeignTable {
  std::string server;
  Options options = {};
  bool operator==(const ForeignTable&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("server", self.server);
    v("options", self.options);
  }
};

}  // namespace pggit::ir
