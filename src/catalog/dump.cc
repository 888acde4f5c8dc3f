#include "catalog/dump.h"

#include "base/text.h"
#include "catalog/value_text.h"

namespace pggit::catalog {
namespace {

// Said by the block's first line already.
bool is_in_heading(std::string_view field, ir::Kind kind) {
  return field == "schema" || field == "name" || (field == "table" && ir::is_on_relation(kind));
}

std::string block(const std::string& text) {
  std::string out;
  for (const std::string_view line : base::split(text, '\n')) {
    out += "\n    |" + (line.empty() ? "" : " " + std::string(line));
  }
  return out;
}

class Dumper {
 public:
  explicit Dumper(const ir::Key& key) : kind_(key.kind), out_(ir::to_text(key) + "\n") {}

  template <class T>
  std::string dump(const T& object) {
    for_each_set_field(object, [&](const char* name, const auto& field, const std::string& text) {
      if (is_in_heading(name, kind_)) return;
      out_ += "  " + std::string(name);
      put(field, text);
      out_ += "\n";
    });
    return std::move(out_);
  }

 private:
  void put(const std::string& field, const std::string& text) {
    out_ += field.find('\n') == std::string::npos ? " " + text : block(field);
  }
  void put(const ir::Expression& field, const std::string&) { out_ += block(field.sql()); }

  // One line each.
  template <Fielded T>
  void put(const std::vector<T>& field, const std::string&) {
    for (const T& item : field) {
      std::string line = value_text(item);
      out_ += "\n    " + line.substr(1, line.size() - 2);
    }
  }
  template <class T>
  void put(const T&, const std::string& text) {
    out_ += " " + text;
  }

  ir::Kind kind_;
  std::string out_;
};

}  // namespace

std::string dump(const ir::Object& object) {
  Dumper dumper(ir::key_of(object));
  return std::visit([&](const auto& o) { return dumper.dump(o); }, object);
}

std::string dump(const Catalog& catalog) {
  std::string out;
  catalog.for_each([&](const EntryRef& entry) { out += dump(entry->object); });
  return out;
}

}  // namespace pggit::catalog
