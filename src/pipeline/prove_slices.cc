#include "pipeline/prove_slices.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <thread>

#include "pipeline/prove_parts.h"
#include "pipeline/reader.h"
#include "shadow/walls.h"

namespace pggit::pipeline {
namespace {

// A server takes a quarter of a second to start, and a proof some ten milliseconds a migration.
constexpr std::size_t kShortest = 40;
constexpr std::size_t kMost = 8;  // servers at once
// What running a migration costs of what proving it costs, and by how much a proof gets dearer with each migration
// that stands before it (measured: bench/dry_run).
constexpr double kForward = 0.14;
constexpr double kDearer = 0.0001;

// What the slices of one run have in common.
class Together {
 public:
  Together(const Options& options, std::size_t done, std::size_t all)
      : options_(options), all_(all), done_(done) {}

  void done(const std::string& what) {
    const std::lock_guard guard(mutex_);
    options_.progress("Proving", done_++, all_, what);
  }
  // A slice that failed ends the others.
  void fail() { failed_ = true; }
  bool failed() const { return failed_; }

 private:
  const Options& options_;
  std::size_t all_;
  std::mutex mutex_;
  std::size_t done_;
  std::atomic<bool> failed_ = false;
};

class Slice {
 public:
  Slice(History& history, const Options& options, const Stretch& stretch, Together& together)
      : history_(history),
        together_(together),
        stretch_(stretch),
        reader_(history, options, diagnostics_),
        pre_script_(options.pre_script) {}

  // `keep_in`: as Prover::start() takes it.
  base::Result<void> run(const shadow::ClusterOptions& shadow, int keep_in = -1) {
    base::Result<void> done = start(shadow, keep_in);
    if (done) done = go();
    if (!done) together_.fail();
    return done;
  }

  // Nothing is asked of the server any more.
  void close() { prover_.reset(); }

  // Whether the right slice began where the left one ended.
  static bool fit(Slice& left, const Slice& right) {
    return left.reader_.evolver().catalog() == right.predicted_before_;
  }

  // What the server shows at the end of the left slice and not at the beginning of the right one. Returns whether there
  // is anything.
  static bool compare_observed(Slice& left, const Slice& right, int server_major) {
    return answer_for(left.steps_, left.observed_after_, right.observed_before_, server_major);
  }

  // The same two of what was proven already.
  static bool fit(const std::vector<Proven>& left, const Slice& right) {
    return left.empty() || left.back().step.after == right.predicted_before_;
  }
  static bool compare_observed(std::vector<Proven>& left, const Slice& right, int server_major) {
    return !left.empty() &&
           answer_for(left, left.back().observed, right.observed_before_, server_major);
  }

  bool nothing_hidden() const { return nothing_hidden_; }

  void move_into_history() {
    std::ranges::move(steps_, std::back_inserter(history_.steps));
    for (const base::Diagnostic& d : diagnostics_.all()) history_.diagnostics.report(d);
    for (const Phase& phase : phases_) add_longest(phase);
  }
  std::unique_ptr<Prover> take_prover() { return std::move(prover_); }

 private:
  base::Result<void> start(const shadow::ClusterOptions& shadow, int keep_in) {
    const PhaseTimer timer(phases_, "Starting the shadow server");
    prover_ = TRY(
        Prover::start(shadow, history_.listing.session, history_.sources, pre_script_, keep_in));
    reader_.read_pre_script(&prover_->at_start());
    return {};
  }

  base::Result<void> go() {
    TRY(go_to_begin());
    predicted_before_ = reader_.evolver().catalog();
    observed_before_ = prover_->observed();
    TRY(prove_each());
    const PhaseTimer timer(phases_, "Closing the proof");
    TRY(prover_->finish(steps_));
    observed_after_ = prover_->observed();
    nothing_hidden_ = prover_->nothing_hidden();
    return {};
  }

  base::Result<void> go_to_begin() {
    if (stretch_.begin == 0) return {};
    for (std::size_t i = 0; i < stretch_.begin; ++i) {
      const ir::MigrationEntry& entry = history_.listing.migrations[i];
      TRY(unless_ended());
      TRY(named(entry, prover_->forward(reader_.evolver(), entry, TRY(reader_.lower(entry)))));
    }
    diagnostics_ = {};  // the slices before this one report them
    return prover_->start_over();
  }

  base::Result<void> prove_each() {
    const PhaseTimer timer(phases_, "Proving each migration");
    for (std::size_t i = stretch_.begin; i < stretch_.end; ++i) {
      const ir::MigrationEntry& entry = history_.listing.migrations[i];
      TRY(unless_ended());
      together_.done(entry.id);
      steps_.push_back(
          TRY(named(entry, prover_->prove(reader_.evolver(), entry, TRY(reader_.lower(entry))))));
    }
    return {};
  }

  base::Result<void> unless_ended() const {
    if (together_.failed())
      return base::fail(base::ErrorCode::Interrupted, "another part of the proof failed");
    return unless_stopped();
  }

  // Phases side by side take as long as the longest.
  void add_longest(const Phase& phase) {
    const auto there = std::ranges::find(history_.phases, phase.name, &Phase::name);
    if (there == history_.phases.end()) {
      history_.phases.push_back(phase);
    } else {
      there->seconds = std::max(there->seconds, phase.seconds);
    }
  }

  // A step that takes the shadow's server down ends the run: which step, and why.
  template <typename T>
  base::Result<T> named(const ir::MigrationEntry& entry, base::Result<T> result) {
    if (result || result.error().code != base::ErrorCode::Database) return result;
    const std::string why = prover_->verdict();
    return base::fail(base::ErrorCode::Database,
                      entry.path + ": " + (why.empty() ? result.error().message : why));
  }

  History& history_;
  Together& together_;
  Stretch stretch_;
  base::Diagnostics diagnostics_;
  std::vector<Phase> phases_;
  Reader reader_;
  const std::string& pre_script_;
  std::unique_ptr<Prover> prover_;
  std::vector<Proven> steps_;
  catalog::Catalog predicted_before_;
  catalog::Catalog observed_before_;
  catalog::Catalog observed_after_;
  bool nothing_hidden_ = true;
};

using Slices = std::vector<std::unique_ptr<Slice>>;

// All slices at once, the last one in this thread.
std::vector<base::Result<void>> run_all(Slices& slices, const shadow::ClusterOptions& shadow,
                                        int keep_in) {
  std::vector<base::Result<void>> results(slices.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i + 1 < slices.size(); ++i) {
    threads.emplace_back([&, i] {
      results[i] = slices[i]->run(shadow);
      slices[i]->close();
    });
  }
  results.back() = slices.back()->run(shadow, keep_in);
  return results;
}

// The failure that ended the others.
base::Result<void> first_failure(const std::vector<base::Result<void>>& results) {
  const base::Result<void>* found = nullptr;
  for (const base::Result<void>& result : results) {
    if (result) continue;
    if (!found || found->error().code == base::ErrorCode::Interrupted) found = &result;
  }
  return found ? *found : base::Result<void>();
}

// Nothing, and nothing new is in the history, where a slice began otherwise than what is before it ended.
base::Result<std::optional<AtTip>> prove(History& history, const Options& options,
                                         const shadow::ClusterOptions& shadow,
                                         const std::vector<Stretch>& stretches, int keep_in) {
  Together together(options, history.steps.size(), history.listing.migrations.size());
  Slices slices;
  for (const Stretch& stretch : stretches)
    slices.push_back(std::make_unique<Slice>(history, options, stretch, together));
  TRY(first_failure(run_all(slices, shadow, keep_in)));
  AtTip tip{slices.back()->take_prover(), true};
  const int major = tip.prover->server_major();
  if (!Slice::fit(history.steps, *slices[0])) return std::nullopt;
  tip.nothing_hidden = !Slice::compare_observed(history.steps, *slices[0], major);
  for (std::size_t i = 1; i < slices.size(); ++i) {
    if (!Slice::fit(*slices[i - 1], *slices[i])) return std::nullopt;
    if (Slice::compare_observed(*slices[i - 1], *slices[i], major)) tip.nothing_hidden = false;
  }
  for (const auto& slice : slices) {
    tip.nothing_hidden = tip.nothing_hidden && slice->nothing_hidden();
    slice->move_into_history();
  }
  return tip;
}

// Slices that each take this time and not longer; the last may end early.
std::vector<Stretch> cut(std::size_t first, std::size_t migrations, std::size_t count,
                         double time) {
  std::vector<Stretch> stretches;
  std::size_t end = first;
  while (stretches.size() < count) {
    const std::size_t begin = end;
    double taken = kForward * double(begin);
    while (end < migrations && (taken += 1 + kDearer * double(end)) <= time) ++end;
    stretches.push_back({begin, end});
  }
  return stretches;
}

}  // namespace

std::vector<Stretch> slices_of(std::size_t begin, std::size_t migrations, std::size_t workers) {
  const std::size_t count =
      std::clamp<std::size_t>((migrations - begin) / kShortest, 1, std::min(workers, kMost));
  // The shortest time, in proofs of a first migration, within which so many slices hold all.
  double low = 0;
  double high = double(migrations) * (1 + kDearer * double(migrations));
  while (high - low > 0.01) {
    const double time = (low + high) / 2;
    (cut(begin, migrations, count, time).back().end < migrations ? low : high) = time;
  }
  return cut(begin, migrations, count, high);
}

base::Result<AtTip> prove_in_slices(History& history, const Options& options,
                                    const shadow::ClusterOptions& shadow,
                                    const std::function<int()>& keep_in) {
  const std::size_t all = history.listing.migrations.size();
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t wanted = options.jobs > 0 ? options.jobs : cores;
  // A server of the user's is one; of our own, each may fill its disk at the same migration.
  const std::size_t room = shadow.url.empty() ? shadow::servers_in_memory(shadow.limits) : 1;
  std::optional<AtTip> tip =
      TRY(prove(history, options, shadow,
                slices_of(history.steps.size(), all, std::min(wanted, room)), keep_in()));
  if (!tip) {
    history.steps.clear();
    tip = TRY(prove(history, options, shadow, slices_of(0, all, 1), keep_in()));
    if (tip) tip->all_anew = true;
  }
  options.progress("Proving", all, all, "");
  return *std::move(tip);
}

}  // namespace pggit::pipeline
