// XMLELEMENT and its kin, spelled as the standard has them.
#include "base/text.h"
#include "bind/source_printer.h"

namespace pggit::bind {
namespace {

std::string_view option_word(const sql::Node& node) {
  return node.str("xmloption") == "XMLOPTION_DOCUMENT" ? "DOCUMENT " : "CONTENT ";
}

// XmlStandaloneType: yes, no, no value, omitted.
constexpr std::string_view kStandalone[] = {", STANDALONE YES", ", STANDALONE NO",
                                            ", STANDALONE NO VALUE", ""};

}  // namespace

// `a AS b, c`: a name that is not written is the column's.
void SourcePrinter::xml_attributes(const std::vector<sql::Node>& named) {
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (i > 0) text(", ");
    const sql::Node value = named[i]["val"];
    expression(value);
    const std::vector<sql::Node> fields = value.list("fields");
    const std::string_view written = named[i].str("name");
    const std::string_view name =
        written.empty() && !fields.empty() ? fields.back().text() : written;
    if (name.empty()) continue;
    text(" AS ");
    ident(name);
  }
}

void SourcePrinter::xml(const sql::Node& node) {
  const std::string_view op = node.str("op");
  const std::vector<sql::Node> args = node.list("args");
  const std::vector<sql::Node> named = node.list("named_args");
  if (op == "IS_DOCUMENT") {
    text("(");
    expression(args.at(0));
    return text(" IS DOCUMENT)");
  }
  text(op.substr(3));  // IS_XMLELEMENT
  text("(");
  if (op == "IS_XMLELEMENT" || op == "IS_XMLPI") {
    text("NAME ");
    ident(node.str("name"));
    if (!named.empty()) {
      text(", XMLATTRIBUTES(");
      xml_attributes(named);
      text(")");
    }
    if (!args.empty()) text(", ");
    list(args);
  } else if (op == "IS_XMLFOREST") {
    xml_attributes(named);
  } else if (op == "IS_XMLPARSE") {
    text(option_word(node));
    expression(args.at(0));
    if (args.size() > 1 && args[1]["boolval"].flag("boolval")) text(" PRESERVE WHITESPACE");
  } else if (op == "IS_XMLROOT") {
    expression(args.at(0));
    text(", VERSION ");
    args.at(1).flag("isnull") ? text("NO VALUE") : expression(args[1]);
    text(kStandalone[std::size_t(args.at(2)["ival"].num("ival")) & 3]);
  } else {
    list(args);
  }
  text(")");
}

void SourcePrinter::xml_serialize(const sql::Node& node) {
  text("XMLSERIALIZE(");
  text(option_word(node));
  expression(node["expr"]);
  text(" AS ");
  type(node["typeName"]);
  if (node.flag("indent")) text(" INDENT");
  text(")");
}

}  // namespace pggit::bind
