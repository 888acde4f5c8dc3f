#include "catalog/testing/random_objects.h"

#include <algorithm>
#include <cstdlib>

#include "catalog/fields.h"

namespace pggit::catalog::testing {
namespace {

constexpr std::uint64_t kFixedSeed = 20241128;

class Filler {
 public:
  explicit Filler(RandomObjects& random) : random_(random) {}

  void fill(bool& value) { value = random_.below(2); }
  void fill(char& value) { value = char('a' + random_.below(26)); }
  void fill(double& value) { value = double(random_.below(100000)) / 8; }
  void fill(std::int64_t& value) {
    const std::uint64_t limits[] = {10, 100000, UINT64_MAX};
    value = static_cast<std::int64_t>(random_.below(limits[random_.below(3)]));
  }
  void fill(ir::ConstraintKind& value) { value = ir::ConstraintKind("cpuf"[random_.below(4)]); }
  void fill(std::string& value) {
    static constexpr const char* kSome[] = {"",     "id",          "users", "Mixed Case",
                                            "it's", "\"q\"",       "größe", "a.b",
                                            "t1",   "line\nbreak", "\\",    "price"};
    value = kSome[random_.below(std::size(kSome))];
    if (random_.below(4) == 0) value += std::to_string(random_.below(1000));
  }
  void fill(ir::Expression& value) {
    if (random_.below(4) == 0) {
      std::string text;
      fill(text);
      value = ir::Expression::from_server(std::move(text));
      return;
    }
    std::vector<ir::Piece> pieces(random_.below(5));
    for (ir::Piece& piece : pieces) {
      piece.kind = static_cast<ir::Piece::Kind>(random_.below(10));
      if (piece.kind == ir::Piece::Kind::Text) {
        fill(piece.text);
        continue;
      }
      fill(piece.schema);
      fill(piece.name);
      if (piece.kind == ir::Piece::Kind::Column) fill(piece.column);
    }
    value = ir::Expression(std::move(pieces));
  }
  void fill(ir::TypeName& value) {
    visit_type_name(value, [&](const char*, auto& field) { fill(field); });
  }
  void fill(ir::Options& value) {
    value.resize(random_.below(3));
    for (std::size_t i = 0; i < value.size(); ++i) {
      value[i].first = std::string(1, char('a' + i)) + std::to_string(random_.below(10));
      fill(value[i].second);
    }
  }
  template <class T>
  void fill(std::optional<T>& value) {
    value.reset();
    if (random_.below(2)) fill(value.emplace());
  }
  template <class T>
  void fill(std::vector<T>& value) {
    value.resize(random_.below(4));
    for (T& item : value) fill(item);
  }
  template <Fielded T>
  void fill(T& value) {
    T::visit(value, [&](const char*, auto& field) {
      if (random_.below(3) != 0) fill(field);
    });
  }

 private:
  RandomObjects& random_;
};

template <class T>
ir::Object filled(RandomObjects& random) {
  T object{};
  Filler(random).fill(object);
  if constexpr (std::is_same_v<T, ir::Table>) {
    std::ranges::sort(object.constraints, {}, &ir::Constraint::name);
  }
  if constexpr (std::is_same_v<T, ir::PublishedTable>) std::ranges::sort(object.columns);
  if constexpr (std::is_same_v<T, ir::Configuration>)
    std::ranges::sort(object.mappings, {}, &ir::TokenMapping::token);
  return object;
}

}  // namespace

std::uint64_t test_seed() {
  const char* seed = std::getenv("PGGIT_TEST_SEED");
  return seed ? std::strtoull(seed, nullptr, 10) : kFixedSeed;
}

std::uint64_t RandomObjects::below(std::uint64_t limit) { return random_() % limit; }

ir::Object RandomObjects::object() {
  return object(static_cast<ir::Kind>(below(std::variant_size_v<ir::Object>)));
}

ir::Object RandomObjects::object(ir::Kind kind) {
  switch (kind) {
    case ir::Kind::Schema:
      return filled<ir::Schema>(*this);
    case ir::Kind::Enum:
      return filled<ir::Enum>(*this);
    case ir::Kind::Sequence:
      return filled<ir::Sequence>(*this);
    case ir::Kind::Table:
      return filled<ir::Table>(*this);
    case ir::Kind::Index:
      return filled<ir::Index>(*this);
    case ir::Kind::View:
      return filled<ir::View>(*this);
    case ir::Kind::Function:
      return filled<ir::Function>(*this);
    case ir::Kind::Trigger:
      return filled<ir::Trigger>(*this);
    case ir::Kind::Extension:
      return filled<ir::Extension>(*this);
    case ir::Kind::Domain:
      return filled<ir::Domain>(*this);
    case ir::Kind::MaterializedView:
      return filled<ir::MaterializedView>(*this);
    case ir::Kind::Composite:
      return filled<ir::Composite>(*this);
    case ir::Kind::Range:
      return filled<ir::Range>(*this);
    case ir::Kind::Statistics:
      return filled<ir::Statistics>(*this);
    case ir::Kind::Rule:
      return filled<ir::Rule>(*this);
    case ir::Kind::Policy:
      return filled<ir::Policy>(*this);
    case ir::Kind::DefaultGrants:
      return filled<ir::DefaultGrants>(*this);
    case ir::Kind::Operator:
      return filled<ir::Operator>(*this);
    case ir::Kind::Cast:
      return filled<ir::Cast>(*this);
    case ir::Kind::Publication:
      return filled<ir::Publication>(*this);
    case ir::Kind::PublishedTable:
      return filled<ir::PublishedTable>(*this);
    case ir::Kind::PublishedSchema:
      return filled<ir::PublishedSchema>(*this);
    case ir::Kind::ForeignDataWrapper:
      return filled<ir::ForeignDataWrapper>(*this);
    case ir::Kind::ForeignServer:
      return filled<ir::ForeignServer>(*this);
    case ir::Kind::UserMapping:
      return filled<ir::UserMapping>(*this);
    case ir::Kind::Dictionary:
      return filled<ir::Dictionary>(*this);
    case ir::Kind::Configuration:
      return filled<ir::Configuration>(*this);
    case ir::Kind::Collation:
      return filled<ir::Collation>(*this);
  }
  return {};
}

ir::Key RandomObjects::key() { return ir::key_of(object()); }

}  // namespace pggit::catalog::testing
