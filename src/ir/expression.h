// Bound text: what PostgreSQL stores as a parse tree (defaults, checks, index and generated
// expressions, view queries, trigger conditions) and prints back in its own words.
//
// The *source form* is ours: the user's text after names were resolved, printed canonically, with
// every name that follows a rename kept as a reference. The *server form* is what one major version
// prints back; it is a single Text piece. docs/decisions/001-forms.md says why there are two.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pggit::ir {

struct Piece {
  enum class Kind {
    Text,           // bytes as they stand
    Relation,       // schema.name of a table, view or sequence
    RelationName,   // name alone: the implicit alias of a relation, `users` in users.email
    Column,         // column alone: `email` in users.email
    Type,           // schema.name of a user's type
    Function,       // schema.name of a user's function
    Regclass,       // 'schema.name' as a string constant, read by ::regclass
    Configuration,  // the same of a text search configuration, read by ::regconfig
    Dictionary,     // the same of a text search dictionary, read by ::regdictionary
    Collation,      // schema.name of a user's collation
  };
  Kind kind = Kind::Text;
  std::string text;    // Text only
  std::string schema;  // of the object referred to, for every other kind
  std::string name;    // of the object referred to
  std::string column;  // Column only
  bool operator==(const Piece&) const = default;
};

class Expression {
 public:
  Expression() = default;
  explicit Expression(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  // What a server printed; `form` is what PostgreSQL's pg_get_*def() gave under an empty search_path.
  static Expression from_server(std::string form);

  bool is_server_form() const { return server_form_; }
  const std::vector<Piece>& pieces() const { return pieces_; }

  // SQL with every reference schema-qualified: means the same under any search_path.
  std::string sql() const;

  // Follow a rename or a move: references to the object (or column) get the new name. They return
  // whether anything changed.
  bool rename_relation(std::string_view schema, std::string_view name, std::string_view new_schema,
                       std::string_view new_name);
  bool rename_column(std::string_view schema, std::string_view relation, std::string_view column,
                     std::string_view new_column);
  bool rename_type(std::string_view schema, std::string_view name, std::string_view new_schema,
                   std::string_view new_name);
  bool rename_function(std::string_view schema, std::string_view name, std::string_view new_schema,
                       std::string_view new_name);
  // A collation, text search configuration or dictionary: what pieces of the kind name.
  bool rename_other(Piece::Kind kind, std::string_view schema, std::string_view name,
                    std::string_view new_schema, std::string_view new_name);
  bool rename_schema(std::string_view schema, std::string_view new_schema);

  bool operator==(const Expression&) const = default;

 private:
  std::vector<Piece> pieces_;
  bool server_form_ = false;
};

}  // namespace pggit::ir
