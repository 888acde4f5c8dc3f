#include "pipeline/prove_kept.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <future>

#include "base/text.h"
#include "pipeline/catalog_changes.h"
#include "pipeline/kept_forms.h"
#include "pipeline/kept_history.h"
#include "pipeline/proof_key.h"
#include "pipeline/prove_slices.h"

namespace pggit::pipeline {
namespace {

// A data directory is worth its place where the way back to it takes longer than to prove so many migrations.
constexpr std::size_t kWorthKeeping = 40;
// So many migrations behind a data directory are rather proven once more than that another one is kept.
constexpr std::size_t kAgain = 20;
// More than these are proven faster side by side, from an empty database.
constexpr std::size_t kMostFromTip = 200;

// What a session remembers of a sequence is lost where another one goes on.
bool asks_session_of_sequences(const Proven& proven) {
  return std::ranges::any_of(proven.step.statements, [](const bind::Statement& statement) {
    const std::string text = base::to_lower(statement.text);
    return text.find("currval") != std::string::npos || text.find("lastval") != std::string::npos;
  });
}

// A descriptor that is closed at the end; -1: none.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  int copy() const { return fd_ < 0 ? -1 : fcntl(fd_, F_DUPFD_CLOEXEC, 3); }

 private:
  int fd_;
};

class Run {
 public:
  Run(History& history, const Options& options, const shadow::ClusterOptions& shadow,
      const ProofCache& cache, const base::Hash& ground)
      : history_(history),
        options_(options),
        shadow_(shadow),
        cache_(cache),
        ground_(ground),
        kept_(history, options, cache, ground) {}

  base::Result<void> run() {
    take_kept();
    TRY(unless_stopped());
    if (kept_.is_whole()) return {};
    if (const KeptData* data = data_to_go_on_from()) {
      const base::Result<bool> done = prove_from(*data);
      if (done && *done) return {};
      if (!done && done.error().code == base::ErrorCode::Interrupted)
        return std::unexpected(done.error());
      history_.steps.resize(kept_.proofs().size());
    }
    return prove_rest();
  }

 private:
  void take_kept() {
    std::vector<Phase> phases;
    {
      const PhaseTimer timer(phases, "");
      if (kept_.open()) {
        start_early();
        kept_.take();
      }
      // What a live database is compared with.
      if (history_.target && !kept_.take_observed()) kept_.give_up();
    }
    const KeptData* data = data_to_go_on_from();
    const std::size_t taken = data ? data->tip.steps : history_.steps.size();
    if (taken == 0) return;
    phases.front().name = "Taking " + std::to_string(taken) + " proofs of before";
    history_.phases.push_back(phases.front());
  }

  // A server that is being started from kept data, and where it would keep its own.
  struct Starting {
    base::Hash archive;
    std::unique_ptr<File> keep_in;
    std::future<base::Result<std::unique_ptr<Prover>>> prover;
  };

  Starting start_from(const KeptData& data) const {
    Starting starting;
    starting.archive = data.archive;
    starting.keep_in =
        std::make_unique<File>(all() - data.tip.steps > kAgain ? cache_.make_data() : -1);
    starting.prover = std::async(std::launch::async, [this, data, to = starting.keep_in->copy()] {
      return resume(data, to);
    });
    return starting;
  }

  // `to` is taken over.
  base::Result<std::unique_ptr<Prover>> resume(const KeptData& data, int to) const {
    return Prover::resume(TRY(start_cluster(data.archive, to)), shadow_.login,
                          history_.listing.session, history_.sources, {kept_.at_start(), data.tip});
  }

  // `to` is taken over.
  base::Result<shadow::Cluster> start_cluster(const base::Hash& archive, int to) const {
    const int from = cache_.open_data(archive);
    if (from >= 0) return shadow::Cluster::start(shadow_, {from, to});
    if (to >= 0) close(to);
    return base::fail(base::ErrorCode::Database, "the data that was kept is gone");
  }

  // While the proofs are taken: most often all that is new stands at the end.
  void start_early() {
    const KeptData* data = kept_.likely_data(kAgain);
    if (data && all() - data->tip.steps <= kMostFromTip) early_ = start_from(*data);
  }

  std::size_t all() const { return history_.listing.migrations.size(); }

  const KeptData* data_to_go_on_from() const {
    if (kept_.is_whole()) return nullptr;
    const KeptData* data = kept_.data_near_end(kAgain);
    return data && all() - data->tip.steps <= kMostFromTip ? data : nullptr;
  }

  // False: another prover has to do it. The history then holds the steps before the data.
  base::Result<bool> prove_from(const KeptData& data) {
    if (!early_ || early_->archive != data.archive) early_ = start_from(data);
    Reader& reader = kept_.go_back_to(data);
    const std::size_t begin = history_.steps.size();
    std::unique_ptr<Prover> prover;
    std::vector<Phase> phases;
    {
      const PhaseTimer timer(phases, "Starting the shadow server from the data that was kept");
      prover = TRY(early_->prover.get());
    }
    history_.phases.push_back(phases.front());
    observed_before_ = prover->observed();
    TRY(prove_each(reader, *prover));
    if (std::ranges::any_of(history_.steps, asks_session_of_sequences)) {
      kept_.give_up();  // one session has to have seen all of it
      return false;
    }
    note_facts(*prover);
    keep(begin, {std::move(prover), true}, *early_->keep_in, data);
    return true;
  }

  base::Result<void> prove_each(Reader& reader, Prover& prover) {
    {
      const PhaseTimer timer(history_.phases, "Proving each migration");
      for (std::size_t i = history_.steps.size(); i < all(); ++i) {
        const ir::MigrationEntry& entry = history_.listing.migrations[i];
        TRY(unless_stopped());
        options_.progress("Proving", i, all(), entry.id);
        history_.steps.push_back(
            TRY(prover.prove(reader.evolver(), entry, TRY(reader.lower(entry)))));
      }
    }
    options_.progress("Proving", all(), all(), "");
    const PhaseTimer timer(history_.phases, "Closing the proof");
    return prover.finish(history_.steps);
  }

  // What is left, in slices, each on a server that begins empty.
  base::Result<void> prove_rest() {
    early_.reset();
    if (!kept_.take_observed()) kept_.give_up();
    if (!history_.steps.empty()) observed_before_ = history_.steps.back().observed;
    std::size_t begin = history_.steps.size();
    const File keep_in(all() >= kWorthKeeping ? cache_.make_data() : -1);
    AtTip tip =
        TRY(prove_in_slices(history_, options_, shadow_, [&keep_in] { return keep_in.copy(); }));
    if (tip.all_anew) begin = 0;
    note_facts(*tip.prover);
    if (begin == 0) observed_before_ = tip.prover->at_start();
    keep(begin, std::move(tip), keep_in, std::nullopt);
    return {};
  }

  void note_facts(const Prover& prover) {
    history_.shadow = ShadowFacts{prover.server_major(), prover.server_version(), prover.walls(),
                                  prover.not_held(), prover.at_start()};
  }

  // --- for the next run ---------------------------------------------------------------------------

  // The steps from `begin` on are new; `before`: data that is kept already.
  void keep(std::size_t begin, AtTip tip, const File& keep_in,
            const std::optional<KeptData>& before) {
    const PhaseTimer timer(history_.phases, "Keeping the proofs");
    KeptProofs proofs;
    proofs.nothing_hidden = tip.nothing_hidden && tip.prover->nothing_hidden();
    const ShadowFacts& facts = *history_.shadow;
    proofs.server_major = facts.server_major;
    proofs.server_version = facts.server_version;
    proofs.walls = facts.walls;
    proofs.not_held = facts.not_held;
    proofs.at_start = catalog_changes({}, facts.at_start);
    proofs.steps.assign(kept_.proofs().begin(), kept_.proofs().begin() + std::ptrdiff_t(begin));
    add_new(proofs);
    proofs.data = before;
    if (proofs.nothing_hidden && proofs.steps.size() == all() && keep_in.fd() >= 0)
      keep_data(*tip.prover, keep_in, proofs.data);
    cache_.put(proofs);
    keep_forms_of_tip(history_, shadow_);
  }

  void add_new(KeptProofs& proofs) {
    for (std::size_t i = 0; i < proofs.steps.size(); ++i)
      proofs.steps[i].proof = history_.steps[i].proof;  // the end may have found something
    base::Hash key = proofs.steps.empty() ? ground_ : proofs.steps.back().key;
    catalog::Catalog observed = observed_before_;
    for (std::size_t i = proofs.steps.size(); i < history_.steps.size(); ++i) {
      const Proven& proven = history_.steps[i];
      if (!proven.can_be_kept) return;
      key = proof_key(key, proven.text);
      proofs.steps.push_back(pipeline::keep(proven, key, observed));
      observed = proven.observed;
    }
  }

  // Where it cannot be kept, the next run goes another way.
  void keep_data(Prover& prover, const File& keep_in, std::optional<KeptData>& data) {
    if (std::ranges::any_of(history_.steps, asks_session_of_sequences)) return;
    auto tip = prover.tip();
    if (!tip || !*tip || !prover.keep()) return;
    (*tip)->steps = all();
    if (const auto archive = cache_.put_data(keep_in.fd())) data = KeptData{**tip, *archive};
  }

  History& history_;
  const Options& options_;
  const shadow::ClusterOptions& shadow_;
  const ProofCache& cache_;
  base::Hash ground_;
  KeptHistory kept_;
  std::optional<Starting> early_;
  catalog::Catalog observed_before_;  // the first new step
};

base::Result<void> prove_all(History& history, const Options& options,
                             const shadow::ClusterOptions& shadow) {
  const AtTip tip = TRY(prove_in_slices(history, options, shadow, [] { return -1; }));
  history.shadow = ShadowFacts{tip.prover->server_major(), tip.prover->server_version(),
                               tip.prover->walls(), tip.prover->not_held(), tip.prover->at_start()};
  return {};
}

}  // namespace

base::Result<void> prove_unless_kept(History& history, const Options& options,
                                     const shadow::ClusterOptions& shadow) {
  if (!options.keep_proofs) return prove_all(history, options, shadow);
  const auto cache = ProofCache::of(shadow);
  const auto ground = proof_ground(history, options, shadow);
  if (!cache || !ground) return prove_all(history, options, shadow);
  return Run(history, options, shadow, *cache, *ground).run();
}

}  // namespace pggit::pipeline
