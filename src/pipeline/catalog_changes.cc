#include "pipeline/catalog_changes.h"

#include "base/bytes.h"
#include "catalog/encode.h"

namespace pggit::pipeline {
namespace {

enum Form : std::uint64_t { kGone, kAsKnown, kWritten };

void write_key(base::BytesWriter& writer, const ir::Key& key) {
  writer.text(ir::kind_name(key.kind));
  for (const std::string* part : {&key.schema, &key.name, &key.sub}) writer.text(*part);
}

std::optional<ir::Key> read_key(base::BytesReader& reader) {
  const auto kind = ir::kind_from_name(reader.text());
  ir::Key key;
  for (std::string* part : {&key.schema, &key.name, &key.sub}) *part = reader.text();
  if (!kind) return std::nullopt;
  key.kind = *kind;
  return key;
}

std::unexpected<base::Error> not_ours() {
  return base::fail(base::ErrorCode::Input, "kept changes of a catalog: damaged");
}

base::Result<catalog::Catalog> with_change(const catalog::Catalog& before,
                                           base::BytesReader& reader,
                                           const catalog::Catalog& known) {
  const std::optional<ir::Key> key = read_key(reader);
  if (!key) return not_ours();
  switch (reader.number()) {
    case kGone:
      return before.without(*key);
    case kAsKnown:
      if (const catalog::EntryRef entry = known.entry(*key)) return before.with(entry);
      return not_ours();
    case kWritten: {
      const std::string_view bytes = reader.text();
      ir::Object object = TRY(catalog::decode(bytes, reader.text()));
      if (ir::key_of(object) != *key) return not_ours();
      return before.with(std::move(object));
    }
  }
  return not_ours();
}

}  // namespace

std::string catalog_changes(const catalog::Catalog& before, const catalog::Catalog& after,
                            const catalog::Catalog& known) {
  base::BytesWriter writer;
  const auto changes = catalog::Catalog::changes(before, after);
  writer.number(changes.size());
  for (const catalog::Catalog::Change& change : changes) {
    write_key(writer, change.key);
    const ir::Object* same = known.find(change.key);
    if (!change.after) {
      writer.number(kGone);
    } else if (same && *same == change.after->object) {
      writer.number(kAsKnown);
    } else {
      writer.number(kWritten);
      writer.text(catalog::encode(change.after->object));
      writer.text(catalog::encode_references(change.after->object));
    }
  }
  return writer.take();
}

base::Result<catalog::Catalog> with_changes(const catalog::Catalog& before, std::string_view bytes,
                                            const catalog::Catalog& known) {
  base::BytesReader reader(bytes);
  catalog::Catalog after = before;
  for (std::uint64_t left = reader.count(); left > 0; --left)
    after = TRY(with_change(after, reader, known));
  if (!reader.ended_well()) return not_ours();
  return after;
}

}  // namespace pggit::pipeline
