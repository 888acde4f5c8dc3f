#include "pipeline/proof_key.h"

#include <gnu/libc-version.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "base/build_id.h"
#include "shadow/cluster_settings.h"
#include "shadow/cluster_template.h"
#include "shadow/walls.h"

namespace pggit::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr char kFormat[] = "pggit proofs 1";  // another one with every change of what is kept

void write(base::HashWriter& writer, const std::vector<std::string>& texts) {
  writer.number(texts.size());
  for (const std::string& text : texts) writer.bytes(text);
}

void write_file(base::HashWriter& writer, const fs::path& file) {
  struct stat info{};
  const bool is_there = ::stat(file.c_str(), &info) == 0;
  writer.bytes(file.native());
  writer.number(is_there);
  writer.number(std::uint64_t(info.st_size));
  writer.number(std::uint64_t(info.st_mtim.tv_sec));
  writer.number(std::uint64_t(info.st_mtim.tv_nsec));
}

void write_folder(base::HashWriter& writer, const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    files.push_back(entry.path());
  std::ranges::sort(files);
  writer.number(files.size());
  for (const fs::path& file : files) write_file(writer, file);
}

// Programs, modules, extensions and dictionaries: an extension that is installed later changes what a migration does, and
// no version tells.
void write_installation(base::HashWriter& writer, const shadow::ServerBinaries& server) {
  const fs::path bin = server.bin;
  const fs::path above = bin.parent_path();
  const fs::path of_debian = "/usr/share/postgresql/" + std::to_string(server.major);
  std::vector<fs::path> folders{bin, above / "lib", above / "lib" / "postgresql"};
  for (const fs::path& share : {of_debian, above / "share", above / "share" / "postgresql"}) {
    for (const char* name : {"extension", "tsearch_data", "timezonesets", "timezone"})
      folders.push_back(share / name);
  }
  for (const fs::path& folder : folders) write_folder(writer, folder);
  for (const char* file : {"/usr/share/zoneinfo/tzdata.zi", "/usr/share/zoneinfo/UTC",
                           "/usr/lib/locale/locale-archive"})
    write_file(writer, file);
  writer.bytes(gnu_get_libc_version());
}

void write_server(base::HashWriter& writer, const shadow::ClusterOptions& shadow) {
  writer.bytes(shadow::template_key(shadow));
  write(writer, shadow::shadow_command({shadow.server.bin, "data", "socket"}, shadow));
  write(writer, {shadow.user, shadow.login, shadow.encoding, shadow.locale, shadow.time_zone});
  const shadow::Limits& limits = shadow.limits;
  for (const std::uint64_t limit :
       {std::uint64_t(limits.statement_seconds), limits.disk_bytes, limits.memory_bytes,
        limits.output_bytes, std::uint64_t(limits.connections)})
    writer.number(limit);
  const shadow::Walls walls = shadow::describe(
      shadow::plan_confinement(limits, shadow::account_for_server(), shadow.namespaces));
  write(writer, walls.standing);
  write(writer, walls.missing);
  write_installation(writer, shadow.server);
}

// Every field by its place, so that one more does not compile until it is written too.
void write_session(base::HashWriter& writer, const ir::SessionRules& rules) {
  const auto& [init_sql, search_path, schemas, restores_session, new_session] = rules;
  writer.bytes(init_sql);
  write(writer, search_path);
  write(writer, schemas);
  writer.number(restores_session);
  writer.number(new_session);
}

struct PieceWriter {
  base::HashWriter& writer;

  void operator()(const ir::Sql& sql) const {
    writer.number(1);
    writer.bytes(sql.text);
  }
  void operator()(const ir::CopyData& rows) const {
    writer.number(2);
    writer.bytes(rows.bytes);
  }
  void operator()(const ir::Hole& hole) const {
    writer.number(3);
    writer.bytes(hole.what);
    writer.bytes(hole.why);
  }
};

}  // namespace

std::optional<base::Hash> shadow_ground(const shadow::ClusterOptions& shadow) {
  const std::string build = base::build_id();
  if (build.empty() || !shadow.url.empty()) return std::nullopt;
  base::HashWriter writer;
  writer.bytes(kFormat);
  writer.bytes(build);
  write_server(writer, shadow);
  return writer.finish();
}

std::optional<base::Hash> proof_ground(const History& history, const Options& options,
                                       const shadow::ClusterOptions& shadow) {
  const std::optional<base::Hash> ground = shadow_ground(shadow);
  if (!ground) return std::nullopt;
  base::HashWriter writer;
  writer.hash(*ground);
  writer.bytes(history.listing.tool);
  write_session(writer, history.listing.session);
  writer.bytes(options.pre_script);
  return writer.finish();
}

base::Hash text_hash(const ir::MigrationEntry& entry, const ir::LoweredMigration& lowered) {
  const auto& [pieces, transaction, own_session] = lowered;
  base::HashWriter writer;
  writer.bytes(entry.id);
  writer.number(std::uint64_t(entry.kind));
  writer.number(std::uint64_t(transaction));
  writer.number(own_session);
  writer.number(pieces.size());
  for (const ir::PieceOfMigration& piece : pieces) std::visit(PieceWriter{writer}, piece);
  return writer.finish();
}

base::Hash proof_key(const base::Hash& before, const base::Hash& text) {
  base::HashWriter writer;
  writer.hash(before);
  writer.hash(text);
  return writer.finish();
}

}  // namespace pggit::pipeline
