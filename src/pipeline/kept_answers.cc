#include "pipeline/kept_answers.h"

namespace pggit::pipeline {
namespace {

std::unexpected<base::Error> other_question() {
  return base::fail(base::ErrorCode::Database, "no server was asked this when the step was proven");
}

OracleAnswer failed(const std::string& question, const base::Error& error) {
  OracleAnswer answer;
  answer.kind = OracleAnswer::Kind::Error;
  answer.question = question;
  answer.error = error;
  return answer;
}

}  // namespace

base::Result<std::vector<ir::ViewColumn>> RecordingOracle::describe(const std::string& query) {
  auto columns = asked_.describe(query);
  if (columns) {
    answers_.push_back({OracleAnswer::Kind::Columns, query, *columns, {}, {}});
  } else {
    answers_.push_back(failed(query, columns.error()));
  }
  return columns;
}

base::Result<ir::ExtensionAnswer> RecordingOracle::extension(const std::string& name) {
  auto extension = asked_.extension(name);
  if (extension) {
    answers_.push_back({OracleAnswer::Kind::Extension, name, {}, *extension, {}});
  } else {
    answers_.push_back(failed(name, extension.error()));
  }
  return extension;
}

const OracleAnswer* ReplayingOracle::answer_to(const std::string& question,
                                               OracleAnswer::Kind kind) {
  const OracleAnswer* answer = next_ < answers_.size() ? &answers_[next_++] : nullptr;
  const bool answers = answer && answer->question == question &&
                       (answer->kind == kind || answer->kind == OracleAnswer::Kind::Error);
  fits_ = fits_ && answers;
  return answers ? answer : nullptr;
}

base::Result<std::vector<ir::ViewColumn>> ReplayingOracle::describe(const std::string& query) {
  const OracleAnswer* answer = answer_to(query, OracleAnswer::Kind::Columns);
  if (!answer) return other_question();
  if (answer->kind == OracleAnswer::Kind::Error) return std::unexpected(answer->error);
  return answer->columns;
}

base::Result<ir::ExtensionAnswer> ReplayingOracle::extension(const std::string& name) {
  const OracleAnswer* answer = answer_to(name, OracleAnswer::Kind::Extension);
  if (!answer) return other_question();
  if (answer->kind == OracleAnswer::Kind::Error) return std::unexpected(answer->error);
  return answer->extension;
}

}  // namespace pggit::pipeline
