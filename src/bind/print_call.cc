// Function calls, among them those that SQL spells with words of its own.
#include <algorithm>

#include "base/text.h"
#include "bind/extension_functions.h"
#include "bind/source_printer.h"

namespace pggit::bind {
namespace {

constexpr std::int64_t kFrameNonDefault = 0x1;
constexpr std::int64_t kFrameRange = 0x2;
constexpr std::int64_t kFrameRows = 0x4;
constexpr std::int64_t kFrameGroups = 0x8;
constexpr std::int64_t kFrameBetween = 0x10;

struct FrameBound {
  std::int64_t bit;
  std::string_view sql;
  bool has_offset;
};
// FRAMEOPTION_* of parsenodes.h.
constexpr FrameBound kStarts[] = {{0x20, "UNBOUNDED PRECEDING", false},
                                  {0x80, "UNBOUNDED FOLLOWING", false},
                                  {0x200, "CURRENT ROW", false},
                                  {0x800, " PRECEDING", true},
                                  {0x2000, " FOLLOWING", true}};
constexpr FrameBound kEnds[] = {{0x40, "UNBOUNDED PRECEDING", false},
                                {0x100, "UNBOUNDED FOLLOWING", false},
                                {0x400, "CURRENT ROW", false},
                                {0x1000, " PRECEDING", true},
                                {0x4000, " FOLLOWING", true}};
constexpr FrameBound kExclusions[] = {{0x8000, " EXCLUDE CURRENT ROW", false},
                                      {0x10000, " EXCLUDE GROUP", false},
                                      {0x20000, " EXCLUDE TIES", false}};

}  // namespace

void SourcePrinter::function_name(const std::vector<sql::Node>& name) {
  const std::string_view last = name.back().text();
  if (name.size() > 1) {
    const std::string_view schema = name[name.size() - 2].text();
    if (!names_.functions(schema, last).empty()) {
      return piece({ir::Piece::Kind::Function, "", std::string(schema), std::string(last), ""});
    }
    ident(schema);
    text(".");
    return ident(last);
  }
  const std::string schema = names_.function_schema(last);
  if (!schema.empty()) return piece({ir::Piece::Kind::Function, "", schema, std::string(last), ""});
  if (const std::string of = extension_function_schema(last, names_); !of.empty()) {
    ident(of);
    text(".");
  }
  ident(last);
}

void SourcePrinter::named_argument(const sql::Node& node) {
  ident(node.str("name"));
  text(" => ");
  expression(node["arg"]);
}

void SourcePrinter::grouping(const sql::Node& node) {
  text("GROUPING(");
  list(node.list("args"));
  text(")");
}

// NORMALIZE(x, NFC) and x IS NFC NORMALIZED: the form is a word, not a string.
bool SourcePrinter::unicode_call(const sql::Node& node) {
  const std::vector<sql::Node> args = node.list("args");
  const std::string_view last = node.list("funcname").back().text();
  const bool tests = last == "is_normalized";
  if (args.empty() || (!tests && last != "normalize")) return false;
  text(tests ? "(" : "NORMALIZE(");
  expression(args[0]);
  text(tests ? " IS" : args.size() > 1 ? "," : "");
  if (args.size() > 1) {
    text(" ");
    text(args[1]["sval"].str("sval"));
  }
  text(tests ? " NORMALIZED)" : ")");
  return true;
}

// Calls that the grammar made of special syntax print back as such: PostgreSQL remembers which it was.
bool SourcePrinter::special_call(const sql::Node& node) {
  if (node.str("funcformat") != "COERCE_SQL_SYNTAX") return false;
  const std::vector<sql::Node> args = node.list("args");
  const std::vector<sql::Node> name = node.list("funcname");
  const std::string_view last = name.back().text();
  const auto between = [&](std::string_view open, std::initializer_list<std::string_view> words) {
    text(open);
    std::size_t i = 0;
    for (const std::string_view word : words) {
      if (i >= args.size()) break;
      if (i > 0) text(word);
      expression(args[i++]);
    }
    text(")");
    return true;
  };
  if (last == "timezone" && args.size() == 2) {
    text("(");
    expression(args[1]);
    text(" AT TIME ZONE ");
    expression(args[0]);
    text(")");
    return true;
  }
  if (last == "extract" && args.size() == 2) {
    text("EXTRACT(");
    text(args[0]["sval"].str("sval"));
    text(" FROM ");
    expression(args[1]);
    text(")");
    return true;
  }
  if (last == "position" && args.size() == 2) {
    text("POSITION(");
    expression(args[1]);
    text(" IN ");
    expression(args[0]);
    text(")");
    return true;
  }
  if (last == "overlaps" && args.size() == 4) {
    text("(");
    for (std::size_t i = 0; i < 4; ++i) {
      text(i % 2 == 0 ? (i == 0 ? "(" : " OVERLAPS (") : ", ");
      expression(args[i]);
      if (i % 2 == 1) text(")");
    }
    text(")");
    return true;
  }
  if (unicode_call(node)) return true;
  if (last == "substring") return between("SUBSTRING(", {"", " FROM ", " FOR "});
  if (last == "overlay") return between("OVERLAY(", {"", " PLACING ", " FROM ", " FOR "});
  if (last == "xmlexists") return between("XMLEXISTS(", {"", " PASSING "});
  if (last == "pg_collation_for") return between("COLLATION FOR (", {""});
  if (last == "btrim" || last == "ltrim" || last == "rtrim") {
    text(last == "btrim" ? "TRIM(BOTH " : last == "ltrim" ? "TRIM(LEADING " : "TRIM(TRAILING ");
    if (args.size() > 1) {
      expression(args[1]);
      text(" ");
    }
    text("FROM ");
    expression(args[0]);
    text(")");
    return true;
  }
  return false;
}

void SourcePrinter::window(const sql::Node& definition) {
  text("(");
  std::string_view space = "";
  if (const std::string_view base = definition.str("refname"); !base.empty()) {
    ident(base);
    space = " ";
  }
  if (const auto partition = definition.list("partitionClause"); !partition.empty()) {
    text(space);
    text("PARTITION BY ");
    list(partition);
    space = " ";
  }
  if (const auto order = definition.list("orderClause"); !order.empty()) {
    text(space);
    text("ORDER BY ");
    sort_list(order);
    space = " ";
  }
  const std::int64_t frame = definition.num("frameOptions");
  if (frame & kFrameNonDefault) {
    text(space);
    text(frame & kFrameRange    ? "RANGE "
         : frame & kFrameRows   ? "ROWS "
         : frame & kFrameGroups ? "GROUPS "
                                : "");
    if (frame & kFrameBetween) text("BETWEEN ");
    for (const FrameBound& bound : kStarts) {
      if (!(frame & bound.bit)) continue;
      if (bound.has_offset) expression(definition["startOffset"]);
      text(bound.sql);
    }
    if (frame & kFrameBetween) text(" AND ");
    for (const FrameBound& bound : kEnds) {
      if (!(frame & bound.bit) || !(frame & kFrameBetween)) continue;
      if (bound.has_offset) expression(definition["endOffset"]);
      text(bound.sql);
    }
    for (const FrameBound& exclusion : kExclusions) {
      if (frame & exclusion.bit) text(exclusion.sql);
    }
  }
  text(")");
}

namespace {

// What a constant in the first place names, where the function is PostgreSQL's: to_tsvector('app.fr', t).
std::optional<ir::Kind> search_argument(std::string_view function, std::size_t arguments) {
  if (function == "ts_lexize") return ir::Kind::Dictionary;
  const bool of_json = function == "json_to_tsvector" || function == "jsonb_to_tsvector";
  const bool takes_one = of_json || function == "to_tsvector" || function == "to_tsquery" ||
                         function == "plainto_tsquery" || function == "phraseto_tsquery" ||
                         function == "websearch_to_tsquery" || function == "ts_headline";
  if (!takes_one || arguments < (of_json ? 3 : 2)) return std::nullopt;
  return ir::Kind::Configuration;
}

}  // namespace

void SourcePrinter::call(const sql::Node& node) {
  if (special_call(node)) return;
  const std::vector<sql::Node> args = node.list("args");
  const std::vector<sql::Node> order = node.list("agg_order");
  const bool within = node.flag("agg_within_group");
  function_name(node.list("funcname"));
  text("(");
  if (node.flag("agg_distinct")) text("DISTINCT ");
  if (node.flag("agg_star")) text("*");
  // nextval('seq') takes a regclass: the sequence is held by identity.
  const std::string_view name = node.list("funcname").back().text();
  const bool takes_regclass = name == "nextval" || name == "currval" || name == "setval";
  const bool is_own = !names_.function_schema(name).empty();
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i > 0) text(", ");
    if (node.flag("func_variadic") && i + 1 == args.size()) text("VARIADIC ");
    if (takes_regclass && i == 0 && args[0].has("sval")) {
      regclass(args[0]["sval"].str("sval"));
    } else if (const auto kind =
                   is_own || i > 0 ? std::nullopt : search_argument(name, args.size());
               !kind || !search_constant(*kind, args[0])) {
      expression(args[i]);
    }
  }
  if (!order.empty() && !within) {
    text(" ORDER BY ");
    sort_list(order);
  }
  text(")");
  if (within) {
    text(" WITHIN GROUP (ORDER BY ");
    sort_list(order);
    text(")");
  }
  if (node.has("agg_filter")) {
    text(" FILTER (WHERE ");
    expression(node["agg_filter"]);
    text(")");
  }
  if (const sql::Node over = node["over"]) {
    text(" OVER ");
    const std::string_view window_name = over.str("name");
    window_name.empty() ? window(over) : ident(window_name);
  }
}

}  // namespace pggit::bind
