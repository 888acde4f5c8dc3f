#include "pipeline/kept_history.h"

#include <algorithm>

#include "pipeline/catalog_changes.h"
#include "pipeline/proof_key.h"
#include "pipeline/ways_back.h"

namespace pggit::pipeline {

void KeptHistory::take() {
  history_.steps.reserve(history_.listing.migrations.size());
  {
    WaysBack ways_back(history_.steps);
    for (const ir::MigrationEntry& entry : history_.listing.migrations) {
      if (!unless_stopped() || !take(entry)) break;
      ways_back.add_next();
    }
  }
  end();
}

// The database after the --pre-script may have to be learnt, but what is kept says how it was.
std::optional<base::Hash> KeptHistory::first_key() {
  base::Diagnostics diagnostics;
  Reader reader(history_, options_, diagnostics);
  reader.read_pre_script(nullptr);
  const ir::MigrationEntry& first = history_.listing.migrations.front();
  const auto lowered = reader.lower(first);
  if (!lowered) return std::nullopt;
  return proof_key(ground_, text_hash(first, *lowered));
}

bool KeptHistory::open() {
  if (history_.listing.migrations.empty()) return false;
  const auto first = first_key();
  if (!first) return false;
  candidates_ = cache_.find(*first);
  if (candidates_.empty()) return false;
  auto at_start = with_changes({}, candidates_.front().at_start);
  if (!at_start) return false;
  at_start_ = *std::move(at_start);
  hidden_ = !candidates_.front().nothing_hidden;
  key_ = ground_;
  reader_.emplace(history_, options_, diagnostics_);
  reader_->read_pre_script(&at_start_);
  return true;
}

// Equal keys are of equal beginnings, so another history's proof serves as well. One that found something at its end that no
// step was seen to do says so of its steps, which may be another's fault in a history that goes on otherwise.
const KeptProof* KeptHistory::find(const base::Hash& key) {
  const std::size_t at = history_.steps.size();
  const auto has = [&](const KeptProofs& proofs) {
    return at < proofs.steps.size() && proofs.steps[at].key == key;
  };
  if (has(candidates_[current_])) return &candidates_[current_].steps[at];
  const auto other = std::ranges::find_if(
      candidates_, [&](const KeptProofs& proofs) { return proofs.nothing_hidden && has(proofs); });
  if (other == candidates_.end()) return nullptr;
  current_ = std::size_t(other - candidates_.begin());
  return &other->steps[at];
}

bool KeptHistory::take(const ir::MigrationEntry& entry) {
  const auto lowered = reader_->lower(entry);
  if (!lowered) return false;
  const base::Hash key = proof_key(key_, text_hash(entry, *lowered));
  const KeptProof* kept = find(key);
  if (!kept) return false;
  const bind::Evolver::Mark mark = reader_->evolver().mark();
  auto proven = prove_again(*kept, reader_->evolver(), entry, *lowered, history_.sources);
  if (!proven) {
    reader_->evolver().go_back(mark);
    return false;
  }
  key_ = key;
  history_.steps.push_back(*std::move(proven));
  taken_.push_back(*kept);
  const std::size_t steps = taken_.size();
  if (std::ranges::any_of(candidates_, [&](const KeptProofs& proofs) {
        return proofs.data && proofs.data->tip.steps == steps && proofs.steps[steps - 1].key == key;
      }))
    marks_[steps] = reader_->evolver().mark();
  return true;
}

void KeptHistory::end() {
  const KeptProofs& last = candidates_[current_];
  const std::size_t all = history_.listing.migrations.size();
  const bool same = taken_.size() == all && last.steps.size() == all;
  if (hidden_ && !same) return give_up();
  for (const base::Diagnostic& d : diagnostics_.all()) history_.diagnostics.report(d);
  whole_ = taken_.size() == all;
  if (!whole_) return;
  history_.shadow =
      ShadowFacts{last.server_major, last.server_version, last.walls, last.not_held, at_start_};
}

bool KeptHistory::take_observed() {
  catalog::Catalog observed = at_start_;
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    auto after = with_changes(observed, taken_[i].observed, history_.steps[i].step.after);
    if (!after) return false;
    observed = *std::move(after);
    history_.steps[i].observed = observed;
  }
  return true;
}

// `fits`: whether the data of these proofs will do.
const KeptData* KeptHistory::latest_data(const auto& fits) const {
  const KeptData* latest = nullptr;
  for (const KeptProofs& proofs : candidates_) {
    if (!proofs.data || !fits(proofs)) continue;
    if (!latest || latest->tip.steps < proofs.data->tip.steps) latest = &*proofs.data;
  }
  return latest;
}

const KeptData* KeptHistory::likely_data(std::size_t most) const {
  return latest_data([&](const KeptProofs& proofs) {
    return proofs.steps.size() < history_.listing.migrations.size() &&
           proofs.steps.size() - proofs.data->tip.steps <= most;
  });
}

const KeptData* KeptHistory::data_near_end(std::size_t most) const {
  return latest_data([&](const KeptProofs& proofs) {
    return marks_.contains(proofs.data->tip.steps) &&
           taken_.size() - proofs.data->tip.steps <= most;
  });
}

Reader& KeptHistory::go_back_to(const KeptData& data) {
  const std::size_t steps = data.tip.steps;
  history_.steps.resize(steps);
  taken_.resize(steps);
  reader_->evolver().go_back(marks_.at(steps));
  return *reader_;
}

void KeptHistory::give_up() {
  history_.steps.clear();
  history_.shadow.reset();
  taken_.clear();
  marks_.clear();
  whole_ = false;
}

}  // namespace pggit::pipeline
