#include "pipeline/checkout_log.h"

#include <algorithm>
#include <cstdlib>

#include "pipeline/repository.h"

namespace pggit::pipeline {
namespace {

// The plain text behind `"field":"`; our own writer made it, and in values the quotes are escaped.
std::string field_of(const std::string& json, const std::string& field) {
  const std::string mark = "\"" + field + "\":\"";
  const std::size_t at = json.find(mark);
  if (at == std::string::npos) return "";
  const std::size_t from = at + mark.size();
  return json.substr(from, json.find('"', from) - from);
}

}  // namespace

std::string detail_of_step(const store::Commit& commit, bool forward) {
  return "{\"migration\":" + json_text(commit.migration) +
         ",\"direction\":" + (forward ? "\"up\"" : "\"down\"") +
         ",\"commit\":" + json_text(commit.hash.hex()) + "}";
}

std::vector<StepRecord> steps_of(const std::vector<store::Operation>& operations) {
  std::vector<StepRecord> steps;
  for (const store::Operation& operation : operations) {
    const auto commit = base::Hash::from_hex(field_of(operation.detail, "commit"));
    const std::string direction = field_of(operation.detail, "direction");
    if (operation.what != kCheckout || !commit || direction.empty()) continue;
    steps.push_back(
        {operation.id, *commit, field_of(operation.detail, "migration"), direction == "up"});
  }
  std::ranges::reverse(steps);
  return steps;
}

std::string HalfDone::text() const {
  return migration + " is half done: " + std::to_string(done) + " of " + std::to_string(of) +
         " statements ran" + (begun ? ", the next one was begun" : "");
}

std::string detail_of_part(const HalfDone& part) {
  return "{\"migration\":" + json_text(part.migration) +
         ",\"commit\":" + json_text(part.commit.hex()) + ",\"done\":\"" +
         std::to_string(part.done) + "\",\"of\":\"" + std::to_string(part.of) + "\",\"begun\":\"" +
         (part.begun ? "yes" : "no") + "\"}";
}

std::optional<HalfDone> half_done_of(const std::vector<store::Operation>& operations) {
  const auto newest = std::ranges::find_if(operations, [](const store::Operation& operation) {
    return operation.what == kCheckout || operation.what == kCheckoutPart;
  });
  if (newest == operations.end() || newest->what == kCheckout) return std::nullopt;
  const auto number = [&](const char* field) {
    return std::size_t(std::atoll(field_of(newest->detail, field).c_str()));
  };
  HalfDone part;
  part.commit = base::Hash::from_hex(field_of(newest->detail, "commit")).value_or(base::Hash());
  part.migration = field_of(newest->detail, "migration");
  part.done = number("done");
  part.of = number("of");
  part.begun = field_of(newest->detail, "begun") == "yes";
  return part.done == 0 && !part.begun ? std::nullopt : std::optional(part);
}

std::vector<std::string> schemas_made(const std::vector<store::Operation>& operations) {
  std::vector<std::string> schemas;
  for (const store::Operation& operation : operations) {
    if (operation.what == kSchemaMade) schemas.push_back(operation.detail);
  }
  return schemas;
}

bool was_run_here(const std::vector<StepRecord>& steps, const base::Hash& commit) {
  return std::ranges::any_of(
      steps, [&](const StepRecord& step) { return step.forward && step.commit == commit; });
}

}  // namespace pggit::pipeline
