#include <bit>
#include <cstdint>
#include <limits>

#include "catalog/encode.h"
#include "catalog/fields.h"

namespace pggit::catalog {
namespace {

constexpr std::string_view kMagic = "obj1";

// Takes from the front of the bytes; after the first fault everything fails.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  void fault() { failed_ = true; }

  std::string_view sized() {
    if (rest_.size() < 4) return fault(), std::string_view{};
    std::uint32_t size = 0;
    for (int i = 0; i < 4; ++i) {
      size |= std::uint32_t(static_cast<unsigned char>(rest_[std::size_t(i)])) << (8 * i);
    }
    rest_.remove_prefix(4);
    return take(size);
  }

  std::string_view take(std::size_t size) {
    if (rest_.size() < size) return fault(), std::string_view{};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  // Whether the next field has this name; taken if so.
  bool take_name(std::string_view name) {
    if (rest_.size() < 4 + name.size()) return false;
    Decoder ahead(rest_);
    if (ahead.sized() != name || ahead.failed()) return false;
    rest_ = ahead.rest_;
    return true;
  }

  void get(bool& value) {
    const std::string_view byte = take(1);
    if (failed_ || byte[0] < 0 || byte[0] > 1) return fault();
    value = byte[0] == 1;
  }
  void get(char& value) {
    const std::string_view byte = take(1);
    if (!failed_) value = byte[0];
  }
  void get(std::int64_t& value) { value = static_cast<std::int64_t>(bits()); }
  void get(double& value) { value = std::bit_cast<double>(bits()); }
  void get(ir::ConstraintKind& value) {
    char letter = 0;
    get(letter);
    if (std::string_view("cpufx").find(letter) == std::string_view::npos) return fault();
    value = static_cast<ir::ConstraintKind>(letter);
  }
  void get(std::string& value) { value = take(rest_.size()); }
  void get(ir::Expression& value) {
    std::string text(take(rest_.size()));
    std::vector<ir::Piece> pieces;
    if (!text.empty()) pieces.push_back({ir::Piece::Kind::Text, std::move(text), "", "", ""});
    value = ir::Expression(std::move(pieces));
  }
  void get(ir::TypeName& value) {
    visit_type_name(value, [&](const char* name, auto& field) { get_field(name, field); });
  }
  void get(ir::Options& value) {
    while (!rest_.empty() && !failed_) {
      std::string name(sized());
      value.emplace_back(std::move(name), std::string(sized()));
    }
  }
  template <class T>
  void get(std::vector<T>& value) {
    while (!rest_.empty() && !failed_) {
      T item{};
      get_whole(sized(), item);
      if (!failed_) value.push_back(std::move(item));
    }
  }
  template <Fielded T>
  void get(T& value) {
    T::visit(value, [&](const char* name, auto& field) { get_field(name, field); });
  }

  // The value must use up its bytes.
  template <class T>
  void get_whole(std::string_view bytes, T& value) {
    if (failed_) return;
    Decoder inner(bytes);
    inner.get(value);
    if (inner.failed() || !inner.at_end()) fault();
  }

 private:
  std::uint64_t bits() {
    const std::string_view bytes = take(8);
    if (failed_) return 0;
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) {
      value |= std::uint64_t(static_cast<unsigned char>(bytes[std::size_t(i)])) << (8 * i);
    }
    return value;
  }

  template <class T>
  void get_field(const char* name, T& field) {
    if (failed_ || !take_name(name)) return;
    const std::string_view bytes = sized();
    if constexpr (IsOptional<T>::value) {
      get_whole(bytes, field.emplace());
    } else {
      get_whole(bytes, field);
    }
  }

  std::string_view rest_;
  bool failed_ = false;
};

bool is_known(std::uint8_t kind) { return kind <= std::uint8_t(ir::Piece::Kind::Collation); }

// One bound text: whether it is a server form, then its pieces.
void put_number(std::string& out, std::size_t number) {
  for (int i = 0; i < 4; ++i) out.push_back(char(number >> (8 * i) & 0xFF));
}
void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

void put_expression(std::string& out, const ir::Expression& expression) {
  out.push_back(expression.is_server_form() ? 1 : 0);
  put_number(out, expression.pieces().size());
  for (const ir::Piece& piece : expression.pieces()) {
    out.push_back(char(piece.kind));
    for (const std::string* text : {&piece.text, &piece.schema, &piece.name, &piece.column}) {
      put_text(out, *text);
    }
  }
}

std::uint32_t number(Decoder& decoder) {
  const std::string_view bytes = decoder.take(4);
  if (decoder.failed()) return 0;
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    value |= std::uint32_t(static_cast<unsigned char>(bytes[std::size_t(i)])) << (8 * i);
  }
  return value;
}

ir::Expression expression(Decoder& decoder) {
  bool is_server_form = false;
  decoder.get(is_server_form);
  std::vector<ir::Piece> pieces;
  for (std::uint32_t left = number(decoder); left > 0 && !decoder.failed(); --left) {
    char kind = 0;
    decoder.get(kind);
    if (!is_known(std::uint8_t(kind))) decoder.fault();
    ir::Piece piece;
    piece.kind = static_cast<ir::Piece::Kind>(kind);
    for (std::string* text : {&piece.text, &piece.schema, &piece.name, &piece.column}) {
      *text = decoder.sized();
    }
    pieces.push_back(std::move(piece));
  }
  if (!is_server_form) return ir::Expression(std::move(pieces));
  if (pieces.size() != 1) return decoder.fault(), ir::Expression{};
  return ir::Expression::from_server(std::move(pieces[0].text));
}

template <class T>
ir::Object decoded(Decoder& decoder) {
  T object{};
  decoder.get_whole(decoder.sized(), object);
  return object;
}

ir::Object object_of(std::string_view kind, Decoder& decoder) {
  if (kind == "schema") return decoded<ir::Schema>(decoder);
  if (kind == "type") return decoded<ir::Enum>(decoder);
  if (kind == "sequence") return decoded<ir::Sequence>(decoder);
  if (kind == "table") return decoded<ir::Table>(decoder);
  if (kind == "index") return decoded<ir::Index>(decoder);
  if (kind == "view") return decoded<ir::View>(decoder);
  if (kind == "function") return decoded<ir::Function>(decoder);
  if (kind == "trigger") return decoded<ir::Trigger>(decoder);
  if (kind == "extension") return decoded<ir::Extension>(decoder);
  if (kind == "domain") return decoded<ir::Domain>(decoder);
  if (kind == "materialized view") return decoded<ir::MaterializedView>(decoder);
  if (kind == "composite type") return decoded<ir::Composite>(decoder);
  if (kind == "range type") return decoded<ir::Range>(decoder);
  if (kind == "statistics") return decoded<ir::Statistics>(decoder);
  if (kind == "rule") return decoded<ir::Rule>(decoder);
  if (kind == "policy") return decoded<ir::Policy>(decoder);
  if (kind == "default privileges") return decoded<ir::DefaultGrants>(decoder);
  if (kind == "operator") return decoded<ir::Operator>(decoder);
  if (kind == "cast") return decoded<ir::Cast>(decoder);
  if (kind == "publication") return decoded<ir::Publication>(decoder);
  if (kind == "published table") return decoded<ir::PublishedTable>(decoder);
  if (kind == "published schema") return decoded<ir::PublishedSchema>(decoder);
  if (kind == "foreign data wrapper") return decoded<ir::ForeignDataWrapper>(decoder);
  if (kind == "foreign server") return decoded<ir::ForeignServer>(decoder);
  if (kind == "user mapping") return decoded<ir::UserMapping>(decoder);
  if (kind == "text search dictionary") return decoded<ir::Dictionary>(decoder);
  if (kind == "text search configuration") return decoded<ir::Configuration>(decoder);
  if (kind == "collation") return decoded<ir::Collation>(decoder);
  decoder.fault();
  return {};
}

std::unexpected<base::Error> not_ours(const char* what) {
  return base::fail(base::ErrorCode::Input, std::string("stored object: ") + what);
}

}  // namespace

std::string encode_references(const ir::Object& object) {
  std::string out;
  for_each_of<ir::Expression>(object, [&](const ir::Expression& e) { put_expression(out, e); });
  return out;
}

base::Result<ir::Object> decode(std::string_view bytes, std::string_view references) {
  Decoder decoder(bytes);
  if (decoder.take(kMagic.size()) != kMagic) return not_ours("not of this format");
  ir::Object object = object_of(decoder.sized(), decoder);
  if (decoder.failed() || !decoder.at_end()) return not_ours("damaged, or of a newer version");
  if (encode(object) != bytes) return not_ours("not in canonical form");
  if (references.empty()) return object;
  Decoder beside(references);
  bool fits = true;
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    ir::Expression with_references = expression(beside);
    fits = fits && !beside.failed() && with_references.sql() == e.sql();
    if (fits) e = std::move(with_references);
  });
  if (!fits || !beside.at_end()) return not_ours("its references do not fit its text");
  return object;
}

}  // namespace pggit::catalog
