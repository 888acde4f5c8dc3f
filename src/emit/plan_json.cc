#include "emit/plan_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/by_two.h"
#include "emit/explain.h"

namespace pggit::emit {
namespace {

// Keys stay in the order in which they are written here.
using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

void add_if_known(Json& json, const char* key, const std::string& value) {
  if (!value.empty()) json[key] = value;
}

Json strings(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back(value);
  return list;
}

template <class Values, class ToJson>
Json list_of(const Values& values, ToJson to_json) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(to_json(value));
  return list;
}

// An object from (word, count) pairs, in their order.
template <class Counts>
Json counts_json(const Counts& counts) {
  Json json = Json::object();
  for (const auto& [word, count] : counts) json[word] = count;
  return json;
}

Json source_json(const PlanSource& source) {
  Json json;
  json["tool"] = source.tool;
  json["title"] = source.title;
  add_if_known(json, "version", source.version);
  json["folders"] = strings(source.folders);
  json["evidence"] = strings(source.evidence);
  return json;
}

Json input_json(const PlanInput& input) {
  return {{"path", input.path}, {"sha256", input.sha256}, {"bytes", input.bytes}};
}

Json statement_json(const PlanStatement& statement) {
  Json json;
  json["sql"] = statement.sql;
  add_if_known(json, "origin", statement.where);
  if (statement.lock) json["lock"] = *statement.lock;
  if (!statement.locks.empty()) json["locks"] = strings(statement.locks);
  return json;
}

Json version_json(const PlanVersion& version) {
  return {{"object", version.object}, {"version", version.version}, {"label", version.label}};
}

Json rollback_json(const PlanCommit& commit) {
  Json json;
  json["class"] = commit.rollback_class;
  json["reasons"] = strings(commit.rollback_reasons);
  json["destroys_going_up"] = strings(commit.destroys);
  json["discards_going_down"] = strings(commit.discards);
  return json;
}

Json proof_json(const PlanProof& proof) {
  Json json;
  json["word"] = proof.word;
  add_if_known(json, "reason", proof.reason);
  if (!proof.noise.empty()) json["noise"] = strings(proof.noise);
  return json;
}

Json commit_json(const PlanCommit& commit) {
  Json json;
  json["id"] = commit.id;
  json["hash"] = commit.hash;
  json["tree"] = commit.tree;
  json["message"] = commit.message;
  add_if_known(json, "intent", commit.intent);
  json["path"] = commit.path;
  add_if_known(json, "author", commit.author);
  add_if_known(json, "authored_at", commit.authored_at);
  json["in_transaction"] = commit.in_transaction;
  json["provisional"] = commit.provisional;
  json["versions"] = list_of(commit.versions, version_json);
  json["up"] = list_of(commit.up, statement_json);
  json["down"] = list_of(commit.down, statement_json);
  if (!commit.save.empty()) json["save"] = strings(commit.save);
  json["rollback"] = rollback_json(commit);
  json["proof"] = proof_json(commit.proof);
  return json;
}

Json refusal_json(const PlanRefusal& refusal) {
  return {{"id", refusal.id}, {"path", refusal.path}, {"reason", refusal.reason}};
}

Json set_aside_json(const PlanSetAside& file) {
  return {{"id", file.id}, {"path", file.path}, {"reason", file.reason}};
}

Json edge_case_json(const PlanEdgeCase& edge_case) {
  Json json;
  json["id"] = edge_case.id;
  json["migration"] = edge_case.migration;
  json["where"] = edge_case.where;
  json["kind"] = edge_case.kind;
  json["what"] = edge_case.what;
  json["suggestion"] = edge_case.suggestion;
  json["action_required"] = edge_case.action;
  json["status"] = edge_case.status;
  return json;
}

Json taken_back_json(const PlanTakenBack& taken) {
  return {{"where", taken.where}, {"by", taken.by}, {"what", taken.what}};
}

Json account_entry_json(const PlanAccount& entry) {
  Json json;
  json["where"] = entry.where;
  json["migration"] = entry.migration;
  json["outcome"] = outcome_name(entry.outcome);
  add_if_known(json, "reason", entry.reason);
  return json;
}

Json certificate_json(const PlanData& plan) {
  const PlanCertificate& certificate = plan.certificate;
  Json json;
  json["server_asked"] = certificate.server_major != 0;
  if (certificate.server_major != 0) {
    json["server_major"] = certificate.server_major;
    json["server_version"] = certificate.server_version;
  }
  json["words"] = counts_json(proof_words(plan));
  json["rollback_classes"] = counts_json(rollback_classes(plan));
  json["statements_asked"] = certificate.statements_asked;
  json["not_compared"] = counts_json(certificate.not_compared);
  json["walls_standing"] = strings(certificate.walls_standing);
  json["walls_missing"] = strings(certificate.walls_missing);
  json["assumptions"] = strings(certificate.assumptions);
  return json;
}

Json target_json(const PlanTarget& target) {
  Json json;
  json["database"] = target.database;
  json["server_version"] = target.server_version;
  json["schema"] = target.schema;
  add_if_known(json, "stored", target.stored);
  add_if_known(json, "at", target.at);
  add_if_known(json, "note", target.note);
  json["drifted"] = strings(target.drifted);
  if (target.history_table.empty()) return json;
  Json& table = json["history_table"];
  table["name"] = target.history_table;
  table["applied"] = target.applied;
  add_if_known(table, "first", target.first_applied);
  add_if_known(table, "last", target.last_applied);
  return json;
}

std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(const Json& json) { return dumped(json) + "\n"; }

// Adds it with the indentation that it has within others; a string of JSON holds no line feed.
void add_within(int depth, const Json& json, std::string& to) {
  const std::string indent(std::size_t(2 * depth), ' ');
  const std::string text = dumped(json);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    to.append(text, at, end - at);
    if (text[end - 1] == '\n') to += indent;
    at = end;
  }
}

// An object as text, which is never held as a tree as a whole.
class Document {
 public:
  explicit Document(int depth = 0) : depth_(depth) {}

  void add(const char* key, const Json& value) {
    begin(key);
    add_within(depth_ + 1, value, text_);
  }

  void add(const char* key, Document inner) {
    begin(key);
    text_ += std::move(inner).end();
  }

  template <class Values>
  void add_list(const char* key, const Values& values, auto to_json) {
    begin(key);
    std::vector<std::string> items(values.size());
    base::by_two(items.size(), [&](std::size_t i) {
      items[i] = (i == 0 ? "" : ",") + line(depth_ + 2);
      add_within(depth_ + 2, to_json(values[i]), items[i]);
    });
    std::size_t size = 0;
    for (const std::string& item : items) size += item.size();
    text_.reserve(text_.size() + size + size / 8);  // for what comes behind it, too
    text_ += "[";
    for (const std::string& item : items) text_ += item;
    text_ += (items.empty() ? "" : line(depth_ + 1)) + "]";
  }

  std::string end() && { return std::move(text_) + line(depth_) + "}"; }

 private:
  static std::string line(int depth) { return "\n" + std::string(std::size_t(2 * depth), ' '); }

  void begin(const char* key) {
    text_ += (text_.empty() ? "{" : ",") + line(depth_ + 1) + Json(key).dump() + ": ";
  }

  int depth_;
  std::string text_;
};

Document account_of(const PlanData& plan, int depth) {
  Document account(depth);
  account.add("statements", plan.account.size());
  account.add("converted", count_of(plan, Outcome::Converted));
  account.add("no_effect", count_of(plan, Outcome::NoEffect));
  account.add("set_aside", count_of(plan, Outcome::SetAside));
  account.add_list("entries", plan.account, account_entry_json);
  return account;
}

Json object_json(const PlanData& plan, const std::string& object) {
  Json history = Json::array();
  for (const PlanCommit& commit : plan.commits) {
    for (const PlanVersion& version : commit.versions) {
      if (version.object != object) continue;
      history.push_back({{"version", version.version},
                         {"migration", commit.id},
                         {"hash", commit.hash},
                         {"intent", commit.intent}});
    }
  }
  return {{"object", object}, {"history", history}};
}

Json edge_cases_json(const PlanData& plan, const std::string& migration) {
  Json list = Json::array();
  for (const PlanEdgeCase& edge : plan.edge_cases) {
    if (edge.migration == migration) list.push_back(edge_case_json(edge));
  }
  return list;
}

}  // namespace

std::string explain_json(const PlanData& plan, const Explained& what) {
  Json json;
  switch (what.kind) {
    case Explained::Kind::Migration:
      json["migration"] = commit_json(plan.commits[what.index]);
      json["edge_cases"] = edge_cases_json(plan, plan.commits[what.index].id);
      break;
    case Explained::Kind::Refusal:
      json["refused"] = refusal_json(plan.refused[what.index]);
      json["edge_cases"] = edge_cases_json(plan, plan.refused[what.index].id);
      break;
    case Explained::Kind::EdgeCase:
      json["edge_case"] = edge_case_json(plan.edge_cases[what.index]);
      break;
    case Explained::Kind::Object:
      json["objects"] = Json::array();
      for (const std::string& object : what.objects)
        json["objects"].push_back(object_json(plan, object));
      break;
  }
  return text_of(json);
}

std::string plan_json(const PlanData& plan) {
  Document document;
  document.add("format", kFormat);
  document.add("created_at", plan.created_at);
  document.add("pggit_version", plan.pggit_version);
  document.add("source", source_json(plan.source));
  if (plan.target) document.add("target", target_json(*plan.target));
  document.add_list("inputs", plan.inputs, input_json);
  document.add_list("commits", plan.commits, commit_json);
  document.add_list("refused", plan.refused, refusal_json);
  document.add_list("set_aside", plan.set_aside, set_aside_json);
  document.add_list("edge_cases", plan.edge_cases, edge_case_json);
  document.add_list("taken_back", plan.taken_back, taken_back_json);
  document.add("operations", {{"schema", counts_json(plan.schema_operations)},
                              {"rows", counts_json(plan.row_operations)}});
  document.add("account", account_of(plan, 1));
  document.add("certificate", certificate_json(plan));
  return std::move(document).end() + "\n";
}

std::string plan_file_name(const std::string& created_at) {
  std::string day = created_at.substr(0, 10);
  std::erase(day, '-');
  return "migration_plan_" + day + ".json";
}

}  // namespace pggit::emit
