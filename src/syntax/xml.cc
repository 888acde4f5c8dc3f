#include "syntax/xml.h"

#include <algorithm>
#include <pugixml.hpp>

#include "base/text.h"

namespace pggit::syntax {
namespace {

using base::Severity;

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

class Reader {
 public:
  Reader(std::string_view text, base::FileId file, base::Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  std::optional<Element> run() {
    pugi::xml_document document;
    // parse_ws_pcdata_single: the white space of <sql> </sql> is text too.
    const unsigned options =
        pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype;
    const pugi::xml_parse_result result =
        document.load_buffer(text_.data(), text_.size(), options, pugi::encoding_utf8);
    if (!result) {
      report(std::size_t(result.offset), std::string("this is no XML: ") + result.description());
      return std::nullopt;
    }
    for (const pugi::xml_node node : document.children()) {
      if (node.type() == pugi::node_doctype && !take_doctype(node)) return std::nullopt;
    }
    Element root;
    if (!take(document.document_element(), root, 0)) return std::nullopt;
    return root;
  }

 private:
  // Entities can say anything, bombs and other people's files too.
  bool take_doctype(const pugi::xml_node& node) {
    if (std::string_view(node.value()).find("<!ENTITY") == std::string_view::npos) return true;
    report(std::size_t(std::max<std::ptrdiff_t>(node.offset_debug(), 0)),
           "this document type declares entities, which pggit never expands and never fetches; "
           "write what they stand for in their place");
    return false;
  }

  bool take(const pugi::xml_node& node, Element& element, int depth) {
    const auto at = std::size_t(std::max<std::ptrdiff_t>(node.offset_debug(), 1));
    if (depth > kMaxDepth) {
      report(at, "elements are nested more than " + std::to_string(kMaxDepth) +
                     " deep; pggit reads no such file");
      return false;
    }
    element.name = without_prefix(node.name());
    element.at = std::uint32_t(at - 1);
    take_attributes(node, element);
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        add_text(child, element);
      } else if (child.type() == pugi::node_element) {
        if (!take(child, element.children.emplace_back(), depth + 1)) return false;
      }
    }
    return true;
  }

  void take_attributes(const pugi::xml_node& node, Element& element) {
    std::size_t from = element.at;
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      const std::size_t found = text_.find(name, from);
      if (found != text_.npos) from = found + name.size();
      if (name.starts_with("xmlns") || name.starts_with("xsi:")) continue;
      element.attributes.push_back({std::string(without_prefix(name)), attribute.value(),
                                    std::uint32_t(found == text_.npos ? element.at : found)});
    }
  }

  void add_text(const pugi::xml_node& node, Element& element) {
    const std::string_view value = node.value();
    const auto at = std::size_t(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
    const bool first = element.text.empty();
    if (first) element.text_at = std::uint32_t(at);
    element.text_verbatim = first && text_.substr(at, value.size()) == value;
    element.has_text = true;
    element.text += value;
  }

  void report(std::size_t at, std::string message) {
    const auto begin = std::uint32_t(std::min(at, text_.size()));
    diagnostics_.report(Severity::Error, "xml", {file_, begin, begin}, std::move(message));
  }

  std::string_view text_;
  base::FileId file_;
  base::Diagnostics& diagnostics_;
};

}  // namespace

std::optional<Element> read_xml(std::string_view text, base::FileId file,
                                base::Diagnostics& diagnostics) {
  return Reader(text, file, diagnostics).run();
}

std::string_view xml_encoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return "";
  const std::string_view line = bytes.substr(0, std::min(bytes.find("?>"), bytes.size()));
  const std::size_t at = line.find("encoding");
  if (at == line.npos) return "";
  const std::size_t open = line.find_first_of("\"'", at);
  if (open == line.npos) return "";
  const std::size_t close = line.find(line[open], open + 1);
  return close == line.npos ? "" : line.substr(open + 1, close - open - 1);
}

}  // namespace pggit::syntax
