// Kept proofs as bytes and back.
#include <utility>

#include "base/bytes.h"
#include "catalog/encode.h"
#include "pipeline/kept_proof.h"

namespace pggit::pipeline {
namespace {

constexpr std::string_view kMagic = "pggit proofs";

using base::BytesReader;
using base::BytesWriter;

// --- out ----------------------------------------------------------------------------------------

void write(BytesWriter& out, const std::vector<std::string>& texts) {
  out.number(texts.size());
  for (const std::string& text : texts) out.text(text);
}

// The columns of a query are those of a view.
std::string columns_text(const std::vector<ir::ViewColumn>& columns) {
  ir::View view;
  view.columns = columns;
  return catalog::encode(ir::Object(std::move(view)));
}

void write(BytesWriter& out, const OracleAnswer& answer) {
  out.number(std::uint64_t(answer.kind));
  out.text(answer.question);
  switch (answer.kind) {
    case OracleAnswer::Kind::Columns:
      return out.text(columns_text(answer.columns));
    case OracleAnswer::Kind::Extension:
      out.text(answer.extension.schema);
      write(out, answer.extension.required);
      write(out, answer.extension.direct);
      return out.text(answer.extension.comment);
    case OracleAnswer::Kind::Error:
      out.number(std::uint64_t(answer.error.code));
      return out.text(answer.error.message);
  }
}

void write(BytesWriter& out, const KeptAnswers& answers) {
  out.number(answers.lockstep);
  out.number(answers.oracle.size());
  for (const OracleAnswer& answer : answers.oracle) write(out, answer);
  out.number(answers.learnt.size());
  for (const LearntEffect& learnt : answers.learnt) {
    out.number(learnt.statement);
    out.text(learnt.changes);
  }
  out.text(answers.unheld);
  write(out, answers.back);
}

void write(BytesWriter& out, const std::optional<DataDependent>& found) {
  out.number(found.has_value());
  if (!found) return;
  out.number(found->statement);
  out.text(found->message);
  out.text(found->rows);
  out.text(found->runs_while_empty);
}

void write(BytesWriter& out, const KeptProof& kept) {
  out.hash(kept.key);
  out.hash(kept.after);
  out.number(kept.failed);
  out.number(kept.failed_statement);
  out.text(kept.failure);
  write(out, kept.answers);
  out.text(kept.proof.word);
  out.text(kept.proof.reason);
  out.number(std::uint64_t(kept.proof.server_major));
  write(out, kept.data_dependent);
  write(out, kept.notes);
  out.text(kept.observed);
}

void write(BytesWriter& out, const std::optional<KeptData>& data) {
  out.number(data.has_value());
  if (!data) return;
  out.number(data->tip.steps);
  out.number(data->tip.settings.size());
  for (const auto& [name, value] : data->tip.settings) {
    out.text(name);
    out.text(value);
  }
  out.number(data->tip.noise.size());
  for (const shadow::ColumnName& column : data->tip.noise)
    write(out, {column.table.schema, column.table.name, column.column});
  out.hash(data->tip.observed);
  out.hash(data->archive);
}

// --- in -----------------------------------------------------------------------------------------

std::size_t size_of(BytesReader& in) { return std::size_t(in.number()); }

std::string text_of(BytesReader& in) { return std::string(in.text()); }

std::vector<std::string> read_texts(BytesReader& in) {
  std::vector<std::string> texts;
  for (std::uint64_t left = in.count(); left > 0; --left) texts.push_back(text_of(in));
  return texts;
}

base::Result<std::vector<ir::ViewColumn>> columns_of(std::string_view bytes) {
  const ir::Object object = TRY(catalog::decode(bytes));
  if (const auto* view = std::get_if<ir::View>(&object)) return view->columns;
  return base::fail(base::ErrorCode::Input, "kept proofs: columns that are none");
}

base::Result<OracleAnswer> read_answer(BytesReader& in) {
  OracleAnswer answer;
  answer.kind = OracleAnswer::Kind(in.number());
  answer.question = text_of(in);
  switch (answer.kind) {
    case OracleAnswer::Kind::Columns:
      answer.columns = TRY(columns_of(in.text()));
      return answer;
    case OracleAnswer::Kind::Extension:
      answer.extension.schema = text_of(in);
      answer.extension.required = read_texts(in);
      answer.extension.direct = read_texts(in);
      answer.extension.comment = text_of(in);
      return answer;
    case OracleAnswer::Kind::Error:
      answer.error.code = base::ErrorCode(in.number());
      answer.error.message = text_of(in);
      return answer;
  }
  return base::fail(base::ErrorCode::Input, "kept proofs: an answer of no kind");
}

base::Result<KeptAnswers> read_answers(BytesReader& in) {
  KeptAnswers answers;
  answers.lockstep = in.number() == 1;
  for (std::uint64_t left = in.count(); left > 0; --left)
    answers.oracle.push_back(TRY(read_answer(in)));
  for (std::uint64_t left = in.count(); left > 0; --left) {
    const std::size_t statement = size_of(in);
    answers.learnt.push_back({statement, text_of(in)});
  }
  answers.unheld = text_of(in);
  answers.back = read_texts(in);
  return answers;
}

std::optional<DataDependent> read_data_dependent(BytesReader& in) {
  if (in.number() == 0) return std::nullopt;
  DataDependent found;
  found.statement = size_of(in);
  found.message = text_of(in);
  found.rows = text_of(in);
  found.runs_while_empty = text_of(in);
  return found;
}

base::Result<KeptProof> read_proof(BytesReader& in) {
  KeptProof kept;
  kept.key = in.hash();
  kept.after = in.hash();
  kept.failed = in.number() == 1;
  kept.failed_statement = size_of(in);
  kept.failure = text_of(in);
  kept.answers = TRY(read_answers(in));
  kept.proof.word = text_of(in);
  kept.proof.reason = text_of(in);
  kept.proof.server_major = int(in.number());
  kept.data_dependent = read_data_dependent(in);
  kept.notes = read_texts(in);
  kept.observed = text_of(in);
  return kept;
}

std::optional<KeptData> read_data(BytesReader& in) {
  if (in.number() == 0) return std::nullopt;
  KeptData data;
  data.tip.steps = size_of(in);
  for (std::uint64_t left = in.count(); left > 0; --left) {
    std::string name = text_of(in);
    data.tip.settings[std::move(name)] = text_of(in);
  }
  for (std::uint64_t left = in.count(); left > 0; --left) {
    std::vector<std::string> words = read_texts(in);
    words.resize(3);
    data.tip.noise.insert({{ir::Kind::Table, words[0], words[1], ""}, words[2]});
  }
  data.tip.observed = in.hash();
  data.archive = in.hash();
  return data;
}

std::unexpected<base::Error> damaged() {
  return base::fail(base::ErrorCode::Input, "kept proofs: damaged, or of another build");
}

base::Result<KeptProofs> read_proofs(BytesReader& in) {
  KeptProofs proofs;
  for (std::uint64_t left = in.count(); left > 0 && !in.failed(); --left)
    proofs.steps.push_back(TRY(read_proof(in)));
  proofs.nothing_hidden = in.number() == 1;
  proofs.server_major = int(in.number());
  proofs.server_version = text_of(in);
  proofs.walls.standing = read_texts(in);
  proofs.walls.missing = read_texts(in);
  for (std::uint64_t left = in.count(); left > 0; --left) {
    std::string kind = text_of(in);
    proofs.not_held[std::move(kind)] = int(in.number());
  }
  proofs.at_start = text_of(in);
  proofs.data = read_data(in);
  if (!in.ended_well()) return damaged();
  return proofs;
}

}  // namespace

std::string encode(const KeptProofs& proofs) {
  BytesWriter out;
  out.number(proofs.steps.size());
  for (const KeptProof& kept : proofs.steps) write(out, kept);
  out.number(proofs.nothing_hidden);
  out.number(std::uint64_t(proofs.server_major));
  out.text(proofs.server_version);
  write(out, proofs.walls.standing);
  write(out, proofs.walls.missing);
  out.number(proofs.not_held.size());
  for (const auto& [kind, count] : proofs.not_held) {
    out.text(kind);
    out.number(std::uint64_t(count));
  }
  out.text(proofs.at_start);
  write(out, proofs.data);
  return base::with_checksum(kMagic, out.take());
}

base::Result<KeptProofs> decode_proofs(std::string_view bytes) {
  const std::optional<std::string_view> body = base::checked_body(kMagic, bytes);
  if (!body) return damaged();
  BytesReader in(*body);
  return read_proofs(in);
}

}  // namespace pggit::pipeline
