#include "frontend/flyway/collect.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "frontend/flyway/checksum.h"
#include "frontend/flyway/edge_cases.h"
#include "frontend/flyway/java.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::flyway {
namespace {

using base::ErrorCode;
using base::Severity;

struct Language {
  std::string_view suffix;
  std::string_view name;
};
constexpr auto kScripts = std::to_array<Language>({{".sh", "shell"},
                                                   {".bash", "shell"},
                                                   {".bat", "Windows batch"},
                                                   {".cmd", "Windows batch"},
                                                   {".ps1", "PowerShell"},
                                                   {".py", "Python"}});
constexpr auto kCode = std::to_array<std::string_view>({".java", ".kt", ".groovy"});

const Language* script_language(std::string_view name) {
  const auto found = std::ranges::find_if(
      kScripts, [&](const Language& l) { return base::ends_with_ignoring_case(name, l.suffix); });
  return found == kScripts.end() ? nullptr : &*found;
}

bool is_code(std::string_view name) {
  return std::ranges::any_of(kCode, [&](auto suffix) { return name.ends_with(suffix); });
}

ir::MigrationKind kind_of(NameKind kind) {
  switch (kind) {
    case NameKind::Versioned:
      return ir::MigrationKind::Versioned;
    case NameKind::Repeatable:
      return ir::MigrationKind::Repeatable;
    case NameKind::Undo:
      return ir::MigrationKind::Undo;
    case NameKind::Baseline:
      return ir::MigrationKind::Baseline;
    case NameKind::Callback:
      return ir::MigrationKind::Callback;
  }
  return ir::MigrationKind::Versioned;
}

// Flyway's word in the history table: SQL, UNDO_SQL, SQL_BASELINE; likewise for JDBC and SCRIPT.
std::string type_of(NameKind kind, const std::string& language) {
  switch (kind) {
    case NameKind::Undo:
      return "UNDO_" + language;
    case NameKind::Baseline:
      return language + "_BASELINE";
    case NameKind::Callback:
      return "";
    case NameKind::Versioned:
    case NameKind::Repeatable:
      return language;
  }
  return language;
}

class Collector {
 public:
  Collector(const ir::Project& project, const Layout& layout, Plan& plan)
      : project_(project), layout_(layout), plan_(plan), naming_(plan.settings.naming) {}

  base::Result<Collected> run() {
    for (const FoundFile& file : layout_.files) paths_.insert(file.path);
    for (const FoundFile& file : layout_.files) TRY(take(file));
    if (two_of_a_name_) return std::unexpected(*std::move(two_of_a_name_));
    return std::move(collected_);
  }

 private:
  base::Result<bool> take(const FoundFile& file) {
    const std::string_view name = shared::name_of(file.path);
    if (name.ends_with(".conf")) return take_conf(file);
    if (suffix_of(name, naming_)) return take_sql(file);
    if (script_language(name) != nullptr) return take_script(file);
    if (is_code(name)) return take_java(file);
    ++collected_.other_files;
    return true;
  }

  // Script configurations are read with their script.
  base::Result<bool> take_conf(const FoundFile& file) {
    const std::string script = file.path.substr(0, file.path.size() - 5);
    const std::string_view name = shared::name_of(file.path);
    if (paths_.contains(script) || name == "flyway.conf" ||
        !suffix_of(shared::name_of(script), naming_)) {
      return true;
    }
    project_.diagnostics->report_at(
        Severity::Warning, "flyway-script-conf", file.shown,
        "belongs to no script: there is no " + std::string(shared::name_of(script)) + " beside it");
    return true;
  }

  base::Result<bool> take_sql(const FoundFile& file) {
    const auto name = parse_file_name(shared::name_of(file.path), naming_);
    if (!name) return report_name(file, name.error());
    if (!file.for_migrations && name->kind != NameKind::Callback) return true;
    ir::MigrationEntry entry = entry_of(file, *name, "SQL");
    Script script;
    script.file_name = shared::name_of(file.path);
    if (layout_.confs.contains(file.path + ".conf"))
      script.conf = TRY(read_script_conf(project_, file.path, file.shown));
    const bool own_encoding = !script.conf.encoding.empty();
    const std::string& encoding = own_encoding ? script.conf.encoding : plan_.settings.encoding;
    const bool detect = plan_.settings.detect_encoding && !own_encoding;
    script.text = TRY(read(file, encoding, detect));
    entry.file = script.text.file;
    return keep(*name, std::move(entry), std::move(script), !file.for_callbacks);
  }

  base::Result<shared::TextFile> read(const FoundFile& file, const std::string& encoding,
                                      bool detect) const {
    const std::string advice = ", or set flyway.encoding (all files) or `encoding` in " +
                               file.shown + ".conf (this file) to what it is, such as ISO-8859-1";
    return shared::read_text(project_, file.path, file.shown,
                             {encoding, detect, "flyway-encoding", advice, "flyway.encoding"});
  }

  base::Result<bool> keep(const FileName& name, ir::MigrationEntry entry, Script script,
                          bool outside = false) {
    const auto [at, added] = plan_.scripts.try_emplace(entry.id, std::move(script));
    if (!added) {
      note_duplicate(entry.path, shown_of(at->second), entry.id);
      return true;
    }
    if (!at->second.hole) {
      at->second.raw_checksum =
          std::to_string(checksum(project_.sources->file(at->second.text.file).text));
      entry.checksum = checksum_of(name, at->second);
      find_edge_cases(project_, plan_, entry, collected_.edge_cases);
    }
    auto& to = name.kind == NameKind::Callback ? collected_.callbacks : collected_.migrations;
    to.push_back({name, std::move(entry), outside});
    return true;
  }

  std::string shown_of(const Script& script) const {
    return project_.sources->file(script.text.file).path;
  }

  // All else is read before the first of them is said: the files may show that they are of another database.
  void note_duplicate(const std::string& a, const std::string& b, const std::string& id) {
    if (two_of_a_name_) return;
    two_of_a_name_ = {ErrorCode::Input, b + " and " + a + ": both are " + id +
                                            "; Flyway refuses two of one name: rename one of them"};
  }

  // A repeatable migration is run again when its filled text changes.
  std::string checksum_of(const FileName& name, const Script& script) const {
    if (name.kind == NameKind::Callback) return "";
    if (name.kind != NameKind::Repeatable) return script.raw_checksum;
    return std::to_string(checksum(filled_text(project_, plan_, script).text));
  }

  ir::MigrationEntry entry_of(const FoundFile& file, const FileName& name,
                              const std::string& language) const {
    ir::MigrationEntry entry;
    entry.id = name.id();
    entry.kind = kind_of(name.kind);
    if (name.version) entry.version = name.version->text;
    entry.description = name.description;
    entry.path = file.shown;
    entry.type = type_of(name.kind, language);
    if (name.kind != NameKind::Callback) entry.script = file.script;
    return entry;
  }

  base::Result<bool> report_name(const FoundFile& file, const std::string& why) {
    const bool refused = plan_.settings.validate_migration_naming;
    project_.diagnostics->report_at(
        refused ? Severity::Error : Severity::Warning, "flyway-name", file.shown,
        why + (refused ? "; Flyway refuses it (validateMigrationNaming)"
                       : "; Flyway does not run it, and neither does pggit: rename it, or move it "
                         "out of the location"));
    ++collected_.other_files;
    return true;
  }

  base::Result<bool> take_script(const FoundFile& file) {
    const Language& language = *script_language(shared::name_of(file.path));
    NamingRules naming = naming_;
    naming.suffixes = {std::string(language.suffix)};
    const auto name = parse_file_name(shared::name_of(file.path), naming);
    if (!name) {
      ++collected_.other_files;
      return true;
    }
    ir::MigrationEntry entry = entry_of(file, *name, "SCRIPT");
    Script script;
    script.file_name = shared::name_of(file.path);
    script.text = TRY(read(file, "ISO-8859-1", false));
    entry.file = script.text.file;
    const ir::EdgeCase edge = script_migration(entry, std::string(language.name));
    script.hole = ir::Hole{std::string(language.name) + " script", edge.what, entry.file};
    collected_.edge_cases.push_back(edge);
    if (name->kind == NameKind::Callback) {
      entry.set_aside = "a callback that is no SQL is read and never run";
      collected_.set_aside.push_back(std::move(entry));
      return true;
    }
    entry.checksum = std::to_string(checksum(project_.sources->file(script.text.file).text));
    return keep(*name, std::move(entry), std::move(script));
  }

  base::Result<bool> take_java(const FoundFile& file) {
    const shared::TextFile text = TRY(read(file, "UTF-8", true));
    const auto java = read_java(project_.sources->file(text.file).text);
    if (!java || java->role == JavaRole::Other) {
      ++collected_.other_files;
      return true;
    }
    if (java->role == JavaRole::Callback) return take_java_callback(file, text, *java);
    return take_java_migration(file, text, *java);
  }

  base::Result<bool> take_java_callback(const FoundFile& file, const shared::TextFile& text,
                                        const JavaClass& java) {
    ir::MigrationEntry entry;
    entry.id = java.qualified_name();
    entry.kind = ir::MigrationKind::Callback;
    entry.description = java.name;
    entry.path = file.shown;
    entry.file = text.file;
    entry.set_aside = "a callback in Java is read and never run";
    collected_.edge_cases.push_back(java_callback(entry.id, text.file, java));
    collected_.set_aside.push_back(std::move(entry));
    return true;
  }

  base::Result<bool> take_java_migration(const FoundFile& file, const shared::TextFile& text,
                                         const JavaClass& java) {
    const auto name = name_of_class(java);
    if (!name) {
      project_.diagnostics->report(
          Severity::Warning, "flyway-name", {text.file, java.at, java.at + 1},
          "class " + java.name + ": " + name.error() + "; it is left out of the history");
      ++collected_.other_files;
      return true;
    }
    ir::MigrationEntry entry = entry_of(file, *name, "JDBC");
    entry.script = java.qualified_name();
    entry.file = text.file;
    const ir::EdgeCase edge = java_migration(entry, java);
    Script script;
    script.file_name = shared::name_of(file.path);
    script.text = text;
    script.hole = ir::Hole{"Java migration", edge.what, text.file};
    collected_.edge_cases.push_back(edge);
    return keep(*name, std::move(entry), std::move(script));
  }

  // getVersion() in the code wins over the class's name.
  static std::expected<FileName, std::string> name_of_class(const JavaClass& java) {
    auto name = parse_class_name(java.name);
    const auto version = parse_version(java.version_in_code);
    if (!version) return name;
    if (!name)
      name = FileName{NameKind::Versioned, "V", version, java.name, "", nullptr, java.name};
    name->version = version;
    if (!java.description_in_code.empty()) name->description = java.description_in_code;
    return name;
  }

  const ir::Project& project_;
  const Layout& layout_;
  Plan& plan_;
  const NamingRules& naming_;
  std::set<std::string> paths_;
  Collected collected_;
  std::optional<base::Error> two_of_a_name_;
};

}  // namespace

base::Result<Collected> collect(const ir::Project& project, const Layout& layout, Plan& plan) {
  return Collector(project, layout, plan).run();
}

}  // namespace pggit::frontend::flyway
