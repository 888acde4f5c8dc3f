#include "syntax/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <memory>
#include <sstream>

namespace pggit::syntax {
namespace {

using base::Severity;

// A tree may hold that many nodes: aliases multiply, and files do not.
constexpr std::size_t kMaxNodes = 4'000'000;

struct Value {
  enum class Kind { Null, Scalar, List, Map };
  Kind kind = Kind::Null;
  std::string text;
  std::uint32_t at = 0;
  std::size_t size = 1;  // nodes in it, aliases counted each time
  std::vector<std::pair<std::shared_ptr<Value>, std::shared_ptr<Value>>> entries;  // key null: list
};
using ValueRef = std::shared_ptr<Value>;

struct Refused {
  std::uint32_t at = 0;
  std::string why;
};

class Builder final : public YAML::EventHandler {
 public:
  ValueRef root() const { return root_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    put(make(Value::Kind::Null, mark, anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Refused{std::uint32_t(mark.pos), "this alias stands inside of what it names"};
    put(found->second);
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                const std::string& value) override {
    const ValueRef made = make(Value::Kind::Scalar, mark, anchor);
    made->text = value;
    put(made);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Value::Kind::List, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Value::Kind::Map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    ValueRef value;
    ValueRef key;
    YAML::anchor_t anchor = 0;
  };

  ValueRef make(Value::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    auto value = std::make_shared<Value>();
    value->kind = kind;
    value->at = std::uint32_t(std::max(mark.pos, 0));
    if (anchor != 0 && kind != Value::Kind::List && kind != Value::Kind::Map)
      anchors_[anchor] = value;
    return value;
  }

  void open(Value::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (open_.size() > std::size_t(kMaxDepth))
      throw Refused{std::uint32_t(mark.pos), "values are nested more than " +
                                                 std::to_string(kMaxDepth) +
                                                 " deep; pggit reads no such file"};
    open_.push_back({make(kind, mark, anchor), nullptr, anchor});
  }

  // Known by its anchor only now: an alias inside of it would be a circle.
  void close() {
    const Open done = std::move(open_.back());
    open_.pop_back();
    if (done.anchor != 0) anchors_[done.anchor] = done.value;
    put(done.value);
  }

  void put(const ValueRef& value) {
    if (open_.empty()) {
      if (!root_) root_ = value;
      return;
    }
    Open& parent = open_.back();
    parent.value->size += value->size;
    if (parent.value->size > kMaxNodes)
      throw Refused{value->at,
                    "aliases make this document too big; write what they stand for in their place"};
    if (parent.value->kind == Value::Kind::List) {
      parent.value->entries.emplace_back(nullptr, value);
    } else if (!parent.key) {
      parent.key = value;
    } else {
      parent.value->entries.emplace_back(std::move(parent.key), value);
      parent.key = nullptr;
    }
  }

  ValueRef root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, ValueRef> anchors_;
};

class Shaper {
 public:
  explicit Shaper(std::string_view text) : text_(text) {}

  void fill(Element& element, const Value& value, int depth) {
    if (depth > kMaxDepth) throw Refused{value.at, "aliases are nested too deep"};
    switch (value.kind) {
      case Value::Kind::Null:
        return;
      case Value::Kind::Scalar:
        return set_text(element, value);
      case Value::Kind::List:
        for (const auto& [_, item] : value.entries) add_item(element, *item, depth);
        return;
      case Value::Kind::Map:
        for (const auto& [key, entry] : value.entries) add_entry(element, *key, *entry, depth);
        return;
    }
  }

 private:
  void set_text(Element& element, const Value& value) {
    element.text = value.text;
    element.text_at = value.at;
    element.has_text = true;
    element.text_verbatim = text_.substr(value.at, value.text.size()) == value.text;
  }

  void add_item(Element& element, const Value& item, int depth) {
    if (item.kind == Value::Kind::Map) return fill(element, item, depth + 1);
    Element& child = element.children.emplace_back();
    child.at = item.at;
    fill(child, item, depth + 1);
  }

  void add_entry(Element& element, const Value& key, const Value& value, int depth) {
    if (value.kind == Value::Kind::Scalar) {
      element.attributes.push_back({key.text, value.text, value.at});
    }
    Element& child = element.children.emplace_back();
    child.name = key.text;
    child.at = key.at;
    fill(child, value, depth + 1);
  }

  std::string_view text_;
};

class Stream final : public std::streambuf {
 public:
  explicit Stream(std::string_view text) {
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

std::optional<Element> read_yaml(std::string_view text, base::FileId file,
                                 base::Diagnostics& diagnostics) {
  const auto report = [&](std::size_t at, const std::string& message) {
    const auto begin = std::uint32_t(std::min(at, text.size()));
    diagnostics.report(Severity::Error, "yaml", {file, begin, begin}, message);
  };
  try {
    Stream buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    Builder builder;
    parser.HandleNextDocument(builder);
    Element root;
    if (builder.root()) Shaper(text).fill(root, *builder.root(), 0);
    return root;
  } catch (const YAML::Exception& error) {
    report(std::size_t(std::max(error.mark.pos, 0)), "this is no YAML: " + error.msg);
  } catch (const Refused& refused) {
    report(refused.at, refused.why);
  }
  return std::nullopt;
}

}  // namespace pggit::syntax
