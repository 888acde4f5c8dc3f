#include "emit/plan_read.h"

#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace pggit::emit {
namespace {

using Json = nlohmann::json;

// Absent, or of another type: empty.
std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

const Json& list_of(const Json& json, const char* key) {
  static const Json kNone = Json::array();
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : kNone;
}

const Json& object_of(const Json& json, const char* key) {
  static const Json kNone = Json::object();
  const auto found = json.find(key);
  return found != json.end() && found->is_object() ? *found : kNone;
}

PlanCommit commit_of(const Json& json) {
  PlanCommit commit;
  commit.id = text_of(json, "id");
  commit.hash = text_of(json, "hash");
  commit.rollback_class = text_of(object_of(json, "rollback"), "class");
  commit.proof.word = text_of(object_of(json, "proof"), "word");
  return commit;
}

PlanTarget target_of(const Json& json) {
  PlanTarget target;
  target.database = text_of(json, "database");
  target.schema = text_of(json, "schema");
  target.stored = text_of(json, "stored");
  return target;
}

// As a plan's file holds a text: plan_json() replaces bytes that are no UTF-8.
std::string as_written(std::string text) {
  if (base::is_valid_utf8(text)) return text;
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
}

// By their names, in the order of `before`, then those that only `now` has.
template <class Thing, class Name, class Change>
void compare(const std::vector<Thing>& before, const std::vector<Thing>& now, Name name,
             Change change, std::vector<std::string>& changes) {
  std::map<std::string, const Thing*> left;
  for (const Thing& thing : now) left.emplace(as_written(name(thing)), &thing);
  for (const Thing& thing : before) {
    const std::string called = as_written(name(thing));
    const auto found = left.find(called);
    if (found == left.end()) {
      changes.push_back(called + " is not there any more");
      continue;
    }
    if (const std::string what = change(thing, *found->second); !what.empty())
      changes.push_back(called + " " + what);
    left.erase(found);
  }
  for (const auto& [added, thing] : left) changes.push_back(added + " is new");
}

std::string change_of(const PlanCommit& before, const PlanCommit& now) {
  if (before.hash != now.hash) return "is converted in another way now";
  if (before.proof.word != now.proof.word)
    return "was " + before.proof.word + ", now it is " + now.proof.word;
  if (before.rollback_class != now.rollback_class)
    return "had the rollback class " + before.rollback_class + ", now " + now.rollback_class;
  return "";
}

void compare_targets(const PlanTarget& before, const std::optional<PlanTarget>& now,
                     std::vector<std::string>& changes) {
  if (!now || before.database != now->database) {
    changes.push_back("the plan is for database " + before.database +
                      (now ? ", this is " + now->database : ""));
    return;
  }
  if (before.schema != now->schema) changes.push_back("the database's schema changed");
  if (before.stored != now->stored) changes.push_back("the database's pggit history changed");
}

}  // namespace

base::Result<ReviewedPlan> read_plan(const std::string& text, const std::string& path) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("format", Json()) != 1 || text_of(json, "created_at").empty())
    return base::fail(base::ErrorCode::Input,
                      path + ": not a plan that `pggit migrate --dry-run` wrote");
  ReviewedPlan plan;
  plan.created_at = text_of(json, "created_at");
  for (const Json& input : list_of(json, "inputs"))
    plan.inputs.push_back({text_of(input, "path"), text_of(input, "sha256"), 0});
  for (const Json& commit : list_of(json, "commits")) plan.commits.push_back(commit_of(commit));
  if (const Json& target = object_of(json, "target"); !target.empty())
    plan.target = target_of(target);
  return plan;
}

std::vector<std::string> changes_since(const ReviewedPlan& reviewed, const PlanData& now) {
  std::vector<std::string> changes;
  compare(
      reviewed.inputs, now.inputs, [](const PlanInput& input) { return input.path; },
      [](const PlanInput& before, const PlanInput& after) {
        return std::string(before.sha256 == after.sha256 ? "" : "has other contents now");
      },
      changes);
  compare(
      reviewed.commits, now.commits, [](const PlanCommit& commit) { return commit.id; }, change_of,
      changes);
  if (reviewed.target) compare_targets(*reviewed.target, now.target, changes);
  return changes;
}

}  // namespace pggit::emit
