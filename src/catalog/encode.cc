#include "catalog/encode.h"

#include <bit>
#include <cstdint>

#include "base/check.h"
#include "catalog/catalog.h"
#include "catalog/fields.h"

namespace pggit::catalog {
namespace {

constexpr std::string_view kMagic = "obj1";

class Encoder {
 public:
  std::string out;

  void put(bool value) { out.push_back(value ? 1 : 0); }
  void put(char value) { out.push_back(value); }
  void put(std::int64_t value) { put_bits(static_cast<std::uint64_t>(value)); }
  void put(double value) { put_bits(std::bit_cast<std::uint64_t>(value)); }
  void put(ir::ConstraintKind value) { put(static_cast<char>(value)); }
  void put(const std::string& value) { out += value; }
  void put(const ir::Expression& value) { out += value.sql(); }

  void put(const ir::TypeName& value) {
    put_field("schema", value.schema);
    put_field("name", value.name);
    put_field("modifier", value.modifier);
    if (value.is_array) put_field("array", true);
  }

  void put(const ir::Options& value) {
    for (const auto& [name, text] : value) {
      put_sized(name);
      put_sized(text);
    }
  }

  template <class T>
  void put(const std::vector<T>& value) {
    for (const T& item : value) put_sized(item);
  }

  template <Fielded T>
  void put(const T& value) {
    const std::vector<std::string>& defaults = default_fields<T>();
    std::size_t index = 0;
    T::visit(value, [&](const char* name, const auto& field) {
      put_field(name, field, defaults[index++]);
    });
  }

  // A length of four bytes, then the value.
  template <class T>
  void put_sized(const T& value) {
    const std::size_t at = out.size();
    out.append(4, '\0');
    put(value);
    const std::size_t size = out.size() - at - 4;
    PGGIT_CHECK(size <= UINT32_MAX);
    for (int i = 0; i < 4; ++i) out[at + std::size_t(i)] = char(size >> (8 * i) & 0xFF);
  }

 private:
  void put_bits(std::uint64_t bits) {
    for (int shift = 0; shift < 64; shift += 8) out.push_back(char(bits >> shift & 0xFF));
  }

  // The bytes of each field of a default T, in order; of an optional field there are none.
  template <class T>
  static const std::vector<std::string>& default_fields() {
    static const std::vector<std::string> fields = [] {
      std::vector<std::string> made;
      const T value{};
      T::visit(value, [&](const char*, const auto& field) {
        Encoder encoder;
        if constexpr (!IsOptional<std::remove_cvref_t<decltype(field)>>::value) encoder.put(field);
        made.push_back(std::move(encoder.out));
      });
      return made;
    }();
    return fields;
  }

  void put_name(std::string_view name) { put_sized(std::string(name)); }

  template <class T>
  void put_field(const char* name, const std::optional<T>& field, std::string_view = {}) {
    if (!field) return;
    put_name(name);
    put_sized(*field);
  }

  template <class T>
  void put_field(const char* name, const T& field, std::string_view default_bytes = {}) {
    const std::size_t begin = out.size();
    put_name(name);
    const std::size_t value = out.size() + 4;
    put_sized(field);
    if (std::string_view(out).substr(value) == default_bytes) out.resize(begin);
  }
};

}  // namespace

std::string encode(const ir::Object& object) {
  Encoder encoder;
  encoder.out = kMagic;
  std::visit(
      [&](const auto& value) {
        encoder.put_sized(std::string(ir::kind_name(ir::key_of(object).kind)));
        encoder.put_sized(value);
      },
      object);
  return std::move(encoder.out);
}

base::Hash object_hash(const ir::Object& object) { return base::sha256(encode(object)); }

}  // namespace pggit::catalog
