#include "catalog/compare.h"

#include <algorithm>

#include "catalog/dump.h"
#include "catalog/value_text.h"

namespace pggit::catalog {
namespace {

template <class T>
concept Named = requires(const T& t) { t.name; };

std::string element(const std::string& list, std::size_t index, const std::string& name) {
  return list + "[" + std::to_string(index) + (name.empty() ? "" : ":" + name) + "]";
}

template <class T>
std::string name_of(const T& item) {
  if constexpr (Named<T>) return item.name;
  return "";
}

template <class T>
std::string names_of(const std::vector<T>& list) {
  std::string out;
  for (const T& item : list) out += (out.empty() ? "" : ", ") + value_text(name_of(item));
  return out;
}

// Whether the items can be told by name.
template <class T>
bool has_unique_names(const std::vector<T>& list) {
  if constexpr (!Named<T>) return false;
  std::vector<std::string> names;
  for (const T& item : list) names.push_back(name_of(item));
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) == names.end();
}

class Comparer {
 public:
  explicit Comparer(ir::Key key) : key_(std::move(key)) {}
  std::vector<Difference> differences;

  template <Fielded T>
  void compare_fields(const std::string& path, const T& a, const T& b) {
    // Two walks of one list of fields: the same index is the same field, so the types agree.
    std::size_t index = 0;
    T::visit(a, [&](const char* name, const auto& field) {
      std::size_t other_index = 0;
      T::visit(b, [&](const char*, const auto& other) {
        if (other_index++ != index) return;
        if constexpr (std::is_same_v<decltype(field), decltype(other)>) {
          compare(path.empty() ? name : path + "." + name, field, other);
        }
      });
      ++index;
    });
  }

 private:
  void add(const std::string& path, std::string before, std::string after) {
    differences.push_back({key_, path, std::move(before), std::move(after)});
  }

  template <class T>
  void compare(const std::string& path, const T& a, const T& b) {
    if constexpr (Fielded<T>) {
      compare_fields(path, a, b);
    } else if (a != b) {
      add(path, value_text(a), value_text(b));
    }
  }

  void compare(const std::string& path, const ir::Expression& a, const ir::Expression& b) {
    if (a.is_server_form() != b.is_server_form() || a.sql() == b.sql()) return;
    add(path, value_text(a), value_text(b));
  }

  // That of a column may not be known without a server; in any other field an empty one means that there is none.
  void compare(const std::string& path, const ir::TypeName& a, const ir::TypeName& b) {
    const bool may_be_unknown = path == "type" || path.ends_with(".type");
    if (may_be_unknown && (!a.is_known() || !b.is_known())) return;
    if (a != b) add(path, value_text(a), value_text(b));
  }

  template <class T>
  void compare(const std::string& path, const std::optional<T>& a, const std::optional<T>& b) {
    if (a && b) return compare(path, *a, *b);
    if (a || b) add(path, value_text(a), value_text(b));
  }

  void compare(const std::string& path, const ir::Options& a, const ir::Options& b) {
    if (a != b) add(path, value_text(a), value_text(b));
  }

  void compare(const std::string& path, const std::vector<ir::Expression>& a,
               const std::vector<ir::Expression>& b) {
    if (a.size() != b.size()) return add(path, value_text(a), value_text(b));
    for (std::size_t i = 0; i < a.size(); ++i) compare(element(path, i, ""), a[i], b[i]);
  }

  template <Fielded T>
  void compare(const std::string& path, const std::vector<T>& a, const std::vector<T>& b) {
    if (has_unique_names(a) && has_unique_names(b)) return compare_by_name(path, a, b);
    if (a.size() != b.size()) return add(path, value_text(a), value_text(b));
    for (std::size_t i = 0; i < a.size(); ++i) compare(element(path, i, ""), a[i], b[i]);
  }

  template <class T>
  void compare_by_name(const std::string& path, const std::vector<T>& a, const std::vector<T>& b) {
    std::vector<T> common_a;
    std::vector<T> common_b;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::string at = element(path, i, name_of(a[i]));
      const auto other = find_named(b, name_of(a[i]));
      if (other == b.end()) {
        add(at, value_text(a[i]), "");
        continue;
      }
      common_a.push_back(a[i]);
      compare(at, a[i], *other);
    }
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (find_named(a, name_of(b[i])) != a.end()) {
        common_b.push_back(b[i]);
      } else {
        add(element(path, i, name_of(b[i])), "", value_text(b[i]));
      }
    }
    if (names_of(common_a) != names_of(common_b)) add(path, names_of(common_a), names_of(common_b));
  }

  template <class T>
  static auto find_named(const std::vector<T>& list, const std::string& name) {
    return std::ranges::find_if(list, [&](const T& item) { return name_of(item) == name; });
  }

  ir::Key key_;
};

class Collector {
 public:
  std::vector<std::pair<std::string, const ir::Expression*>> found;

  template <class T>
  void collect(const std::string& path, const T& value) {
    if constexpr (std::is_same_v<T, ir::Expression>) {
      found.emplace_back(path, &value);
    } else if constexpr (IsOptional<T>::value) {
      if (value) collect(path, *value);
    } else if constexpr (IsList<T>::value) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        collect(element(path, i, name_of(value[i])), value[i]);
      }
    } else if constexpr (Fielded<T>) {
      T::visit(value, [&](const char* name, const auto& field) {
        collect(path.empty() ? name : path + "." + name, field);
      });
    }
  }
};

}  // namespace

std::vector<Difference> compare(const ir::Object& predicted, const ir::Object& found) {
  const ir::Key key = ir::key_of(predicted);
  if (predicted.index() != found.index()) return {{key, "", dump(predicted), dump(found)}};
  Comparer comparer(key);
  std::visit(
      [&]<class T>(const T& object) { comparer.compare_fields("", object, std::get<T>(found)); },
      predicted);
  return std::move(comparer.differences);
}

std::vector<Difference> compare(const Catalog& predicted, const Catalog& found) {
  std::vector<Difference> all;
  for (const Catalog::Change& change : Catalog::changes(predicted, found)) {
    if (!change.before || !change.after) {
      all.push_back({change.key, "", change.before ? dump(change.before->object) : "",
                     change.after ? dump(change.after->object) : ""});
      continue;
    }
    std::ranges::move(compare(change.before->object, change.after->object),
                      std::back_inserter(all));
  }
  return all;
}

std::vector<std::pair<std::string, const ir::Expression*>> expressions(const ir::Object& object) {
  Collector collector;
  std::visit([&](const auto& o) { collector.collect("", o); }, object);
  return std::move(collector.found);
}

}  // namespace pggit::catalog
