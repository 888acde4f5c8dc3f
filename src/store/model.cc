#include "store/model.h"

#include <algorithm>

namespace pggit::store {
namespace {

constexpr char kMagic[] = "pggit commit 1";

bool lost_a_column(const ir::Table& before, const ir::Table& after) {
  return std::ranges::any_of(before.columns, [&](const ir::Column& old) {
    const auto now = std::ranges::find(after.columns, old.name, &ir::Column::name);
    return now == after.columns.end() || now->type != old.type;
  });
}

// A column that a writer must now fill, or that is new to readers.
bool demands_more(const ir::Table& before, const ir::Table& after) {
  return std::ranges::any_of(after.columns, [&](const ir::Column& column) {
    const auto old = std::ranges::find(before.columns, column.name, &ir::Column::name);
    const bool required = column.not_null && !column.default_value && !column.identity;
    return required && (old == before.columns.end() || !old->not_null);
  });
}

bool adds_a_restriction(const ir::Table& before, const ir::Table& after) {
  return std::ranges::any_of(after.constraints, [&](const ir::Constraint& constraint) {
    return std::ranges::find(before.constraints, constraint.name, &ir::Constraint::name) ==
           before.constraints.end();
  });
}

Severity classify_table(const ir::Table& before, const ir::Table& after) {
  if (lost_a_column(before, after) || demands_more(before, after)) return Severity::Major;
  if (after.columns.size() > before.columns.size()) return Severity::Minor;
  return adds_a_restriction(before, after) ? Severity::Minor : Severity::Patch;
}

Severity classify_view(const ir::View& before, const ir::View& after) {
  const bool keeps = std::ranges::all_of(before.columns, [&](const ir::ViewColumn& old) {
    const auto now = std::ranges::find(after.columns, old.name, &ir::ViewColumn::name);
    return now != after.columns.end() && now->type == old.type;
  });
  if (!keeps) return Severity::Major;
  return after.columns.size() > before.columns.size() ? Severity::Minor : Severity::Patch;
}

Severity classify_enum(const ir::Enum& before, const ir::Enum& after) {
  const bool keeps = std::ranges::all_of(before.labels, [&](const std::string& label) {
    return std::ranges::find(after.labels, label) != after.labels.end();
  });
  if (!keeps) return Severity::Major;
  return after.labels.size() > before.labels.size() ? Severity::Minor : Severity::Patch;
}

Severity classify_function(const ir::Function& before, const ir::Function& after) {
  return before.returns == after.returns && before.returns_set == after.returns_set
             ? Severity::Patch
             : Severity::Major;
}

SemanticVersion raised(SemanticVersion version, Severity severity) {
  switch (severity) {
    case Severity::Major:
      return {version.major + 1, 0, 0};
    case Severity::Minor:
      return {version.major, version.minor + 1, 0};
    case Severity::Patch:
      return {version.major, version.minor, version.patch + 1};
  }
  return version;
}

}  // namespace

std::string SemanticVersion::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

base::Hash commit_hash(const Commit& commit) {
  base::HashWriter writer;
  writer.bytes(kMagic);
  writer.number(commit.parents.size());
  for (const base::Hash& parent : commit.parents) writer.hash(parent);
  writer.hash(commit.tree);
  for (const std::string* text : {&commit.migration, &commit.up, &commit.down, &commit.message,
                                  &commit.author, &commit.authored_at}) {
    writer.bytes(*text);
  }
  if (!commit.save.empty()) writer.bytes(commit.save);
  return writer.finish();
}

std::unexpected<base::Error> parent_is_missing(const Commit& commit, const base::Hash& parent) {
  return base::fail(base::ErrorCode::Database,
                    "commit " + commit.hash.brief() + " (" + commit.migration +
                        ") has a parent that is not " + "in the store: " + parent.brief());
}

Severity classify(const catalog::Catalog::Change& change) {
  if (!change.before) return Severity::Minor;
  if (!change.after) return Severity::Major;
  const ir::Object& before = change.before->object;
  const ir::Object& after = change.after->object;
  if (const auto* table = std::get_if<ir::Table>(&before))
    return classify_table(*table, std::get<ir::Table>(after));
  if (const auto* view = std::get_if<ir::View>(&before))
    return classify_view(*view, std::get<ir::View>(after));
  if (const auto* type = std::get_if<ir::Enum>(&before))
    return classify_enum(*type, std::get<ir::Enum>(after));
  if (const auto* function = std::get_if<ir::Function>(&before)) {
    return classify_function(*function, std::get<ir::Function>(after));
  }
  return Severity::Patch;
}

std::vector<Commit::ObjectVersion> next_versions(
    const std::map<ir::Key, SemanticVersion>& before,
    const std::vector<catalog::Catalog::Change>& changes) {
  std::vector<Commit::ObjectVersion> versions;
  for (const catalog::Catalog::Change& change : changes) {
    const auto known = before.find(change.key);
    const bool is_new = !change.before || known == before.end();
    versions.push_back(
        {change.key, is_new ? SemanticVersion{1, 0, 0} : raised(known->second, classify(change))});
  }
  return versions;
}

}  // namespace pggit::store
