// pggit log and show: reading the history.
#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"
#include "pipeline/log_graph.h"

namespace pggit::cli {
namespace {

using pipeline::json_text;

std::string versions_text(const store::Commit& commit) {
  std::vector<std::string> parts;
  for (const auto& version : commit.versions)
    parts.push_back(version.key.name + ":" + version.version.text());
  return base::join(parts, ", ");
}

std::string json_of(const store::Commit& commit) {
  std::vector<std::string> parents;
  for (const base::Hash& parent : commit.parents) parents.push_back(json_text(parent.hex()));
  std::vector<std::string> versions;
  for (const auto& version : commit.versions) {
    versions.push_back(json_text(ir::to_text(version.key)) + ":" +
                       json_text(version.version.text()));
  }
  return "{\"hash\":" + json_text(commit.hash.hex()) + ",\"parents\":[" + base::join(parents, ",") +
         "],\"tree_hash\":" + json_text(commit.tree.hex()) +
         ",\"migration\":" + json_text(commit.migration) +
         ",\"message\":" + json_text(commit.message) + ",\"intent\":" + json_text(commit.intent) +
         ",\"author\":" + json_text(commit.author) +
         ",\"authored_at\":" + json_text(commit.authored_at) +
         ",\"proof\":" + json_text(commit.proof.word) +
         ",\"rollback_class\":" + json_text(commit.rollback_class) + ",\"versions\":{" +
         base::join(versions, ",") + "}}";
}

std::string decorations(const store::Refs& refs, const base::Hash& hash) {
  std::vector<std::string> names;
  if (refs.head.commit == hash)
    names.push_back(refs.head.branch.empty() ? "HEAD" : "HEAD -> " + refs.head.branch);
  for (const store::Branch& branch : refs.branches) {
    if (branch.head == hash && !(refs.head.commit == hash && refs.head.branch == branch.name))
      names.push_back(branch.name);
  }
  for (const store::Tag& tag : refs.tags) {
    if (tag.commit == hash) names.push_back("tag: " + tag.name);
  }
  return names.empty() ? "" : " (" + base::join(names, ", ") + ")";
}

void print_line(const store::Commit& commit, const store::Refs& refs,
                const pipeline::GraphRow& row) {
  const std::string proof = commit.proof.word.empty() ? "not proven" : commit.proof.word;
  print(row.before + commit.hash.brief() + decorations(refs, commit.hash) + " " + commit.message +
        " [" + proof + "; rollback " + commit.rollback_class +
        (commit.provisional ? "; provisional" : "") + "]\n");
  if (!commit.intent.empty()) print(row.below + "    " + commit.intent + "\n");
  for (const std::string& line : row.behind) print(line + "\n");
}

std::string with_reason(const std::string& word, const std::string& reason) {
  return word + (reason.empty() ? "" : ": ") + reason + "\n";
}

// What `show` says of a commit below its hash.
std::string described(const store::Commit& commit) {
  std::string text = "Migration: " + commit.migration + " (" + commit.source_path + ")\n";
  if (!commit.author.empty())
    text += "Author:    " + commit.author + " " + commit.authored_at + "\n";
  if (!commit.intent.empty()) text += "Intent:    " + commit.intent + "\n";
  text += "Proof:     " + with_reason(commit.proof.word, commit.proof.reason);
  text += "Rollback:  " + with_reason(commit.rollback_class, commit.rollback_reason);
  if (!commit.versions.empty()) text += "Versions:  " + versions_text(commit) + "\n";
  return text + "\n    " + commit.message + "\n\n-- up\n" + commit.up + "\n-- down\n" + commit.down;
}

}  // namespace

base::Result<void> run_log(const Arguments& arguments) {
  pipeline::Repository repository = TRY(open(arguments));
  const std::string revision =
      arguments.words.empty() ? TRY(default_revision(*repository.store)) : arguments.words[0];
  const store::Commit from = TRY(pipeline::resolve(*repository.store, revision));
  const store::Refs refs = TRY(repository.store->refs());
  store::Store& store = *repository.store;
  // Versions of objects are in the JSON alone.
  const pipeline::LogOf log = arguments.json ? &store::Store::log : &store::Store::outline;
  const std::vector<store::Commit> commits =
      arguments.all ? TRY(pipeline::log_of_all(store, log)) : TRY((store.*log)(from.hash));
  if (arguments.json) {
    std::vector<std::string> items;
    for (const store::Commit& commit : commits) items.push_back(json_of(commit));
    print("{\"commits\":[" + base::join(items, ",\n") + "]}\n");
    return {};
  }
  std::vector<pipeline::GraphRow> graph(commits.size());
  if (arguments.graph) graph = pipeline::graph_of(commits);
  for (std::size_t i = 0; i < commits.size(); ++i) print_line(commits[i], refs, graph[i]);
  return {};
}

base::Result<void> run_show(const Arguments& arguments) {
  pipeline::Repository repository = TRY(open(arguments));
  const std::string revision = TRY(word(arguments, 0, "a revision"));
  const store::Commit commit = TRY(pipeline::resolve(*repository.store, revision));
  if (arguments.json) {
    print(json_of(commit) + "\n");
    return {};
  }
  print("commit " + commit.hash.hex() + decorations(TRY(repository.store->refs()), commit.hash) +
        "\n" + described(commit));
  return {};
}

}  // namespace pggit::cli
