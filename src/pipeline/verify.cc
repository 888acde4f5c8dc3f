#include "pipeline/verify.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace pggit::pipeline {
namespace {

// PRODUCT's words, weakest first.
constexpr std::string_view kWords[] = {
    "", "not proven", "learnt", "structure proven", "proven on empty tables", "proven"};

std::size_t rank(const std::string& word) {
  return std::size_t(std::ranges::find(kWords, word) - std::begin(kWords));
}

bool same(const store::Proof& a, const store::Proof& b) {
  return a.word == b.word && a.reason == b.reason && a.server_major == b.server_major;
}

std::string said(const store::Proof& proof) {
  return proof.word + (proof.reason.empty() ? "" : " (" + proof.reason + ")");
}

class Verifier {
 public:
  Verifier(const History& history, const std::vector<base::Hash>& only)
      : only_(only.begin(), only.end()) {
    for (store::NewCommit& commit : make_commits(history)) {
      now_by_id_[commit.commit.migration] = commit.commit.hash;
      now_.emplace(commit.commit.hash, std::move(commit.commit));
    }
    for (const Proven& proven : history.steps) {
      if (proven.failed) failures_[proven.step.entry.id] = proven.failure;
    }
  }

  // `stored`: oldest first.
  Verified run(const std::vector<store::Commit>& stored) {
    std::set<std::string> known;
    for (const store::Commit& commit : stored) {
      known.insert(commit.migration);
      if (only_.empty() || only_.contains(commit.hash)) look_at(commit);
    }
    for (const auto& [id, hash] : now_by_id_) {
      if (!known.contains(id)) found_.notes.push_back(id + " is new and not stored yet");
    }
    return std::move(found_);
  }

 private:
  void look_at(const store::Commit& commit) {
    const auto again = now_.find(commit.hash);
    if (again == now_.end()) return not_made_again(commit);
    const store::Proof& proof = again->second.proof;
    found_.commits.push_back({commit.hash, commit.migration, commit.proof, proof});
    if (same(commit.proof, proof)) return;
    found_.changed[commit.hash] = proof;
    const std::string words =
        commit.migration + " was " + said(commit.proof) + ", is " + said(proof);
    if (rank(proof.word) < rank(commit.proof.word)) found_.findings.push_back(words);
    if (rank(proof.word) > rank(commit.proof.word)) found_.notes.push_back(words);
  }

  // Every commit after the first that differs has another hash for that alone.
  void not_made_again(const store::Commit& commit) {
    if (const auto failed = failures_.find(commit.migration); failed != failures_.end()) {
      found_.findings.push_back(commit.migration + " fails now: " + failed->second);
    } else if (!now_by_id_.contains(commit.migration)) {
      found_.findings.push_back(commit.migration + " is stored, and no longer in the project");
    } else if (!differs_) {
      found_.findings.push_back(commit.migration +
                                " is another commit now: " + commit.hash.brief() + " is stored, " +
                                now_by_id_[commit.migration].brief() + " comes out");
    }
    differs_ = true;
  }

  std::set<base::Hash> only_;
  std::map<base::Hash, store::Commit> now_;
  std::map<std::string, base::Hash> now_by_id_;
  std::map<std::string, std::string> failures_;
  bool differs_ = false;
  Verified found_;
};

std::string json_list(const std::vector<std::string>& items) {
  std::vector<std::string> quoted;
  for (const std::string& item : items) quoted.push_back(json_text(item));
  return "[" + base::join(quoted, ",") + "]";
}

}  // namespace

base::Result<std::vector<std::string>> damages(store::Store& store) {
  std::vector<std::string> found;
  const store::Refs refs = TRY(store.refs());
  std::map<base::Hash, std::string> tips;
  for (const store::Branch& branch : refs.branches) tips[branch.head] = branch.name;
  for (const store::Tag& tag : refs.tags) tips[tag.commit] = tag.name;
  std::set<base::Hash> seen;
  for (const auto& [tip, name] : tips) {
    for (const store::Commit& commit : TRY(store.log(tip))) {
      if (!seen.insert(commit.hash).second) continue;
      if (store::commit_hash(commit) != commit.hash)
        found.push_back("the store is damaged: commit " + commit.hash.brief() + " (" +
                        commit.migration + ") does not have the hash of its bytes");
    }
    if (const auto tree = store.tree(tip); !tree)
      found.push_back(name + ": " + tree.error().message);
  }
  return found;
}

base::Result<Verified> verify(const History& history, store::Store& store,
                              const std::vector<base::Hash>& only) {
  const std::string name = std::string("import/") + history.listing.tool;
  for (const store::Branch& branch : TRY(store.refs()).branches) {
    if (branch.name != name) continue;
    std::vector<store::Commit> stored = TRY(store.log(branch.head));
    std::ranges::reverse(stored);
    for (const base::Hash& hash : only) {
      if (std::ranges::find(stored, hash, &store::Commit::hash) == stored.end())
        return base::fail(base::ErrorCode::Usage,
                          "commit " + hash.brief() + " is not on branch " + name);
    }
    Verified found = Verifier(history, only).run(stored);
    std::ranges::copy(TRY(damages(store)), std::back_inserter(found.findings));
    return found;
  }
  return base::fail(base::ErrorCode::Usage,
                    "there is no branch " + name + " here to verify; run pggit migrate first");
}

base::Result<void> store_proofs(Repository& repository, const Verified& verified) {
  store::Transaction transaction;
  transaction.proofs = verified.changed;
  transaction.operation =
      operation(repository, "verify",
                "{\"proven_again\":" + std::to_string(verified.commits.size()) +
                    ",\"changed\":" + std::to_string(verified.changed.size()) + "}");
  TRY(repository.store->apply(transaction));
  return {};
}

std::string verified_text(const Verified& verified) {
  std::map<std::string, int> counts;
  for (const Verified::Commit& commit : verified.commits) ++counts[commit.now.word];
  std::string text = std::to_string(verified.commits.size()) + " commits proven again\n";
  for (const auto& [word, count] : counts) text += "  " + std::to_string(count) + " " + word + "\n";
  for (const std::string& note : verified.notes) text += note + "\n";
  for (const std::string& finding : verified.findings) text += "LESS: " + finding + "\n";
  return text;
}

std::string verified_json(const Verified& verified) {
  std::vector<std::string> commits;
  for (const Verified::Commit& commit : verified.commits) {
    commits.push_back("{\"hash\":" + json_text(commit.hash.hex()) + ",\"migration\":" +
                      json_text(commit.migration) + ",\"before\":" + json_text(commit.before.word) +
                      ",\"now\":" + json_text(commit.now.word) + "}");
  }
  return "{\"commits\":[" + base::join(commits, ",\n") +
         "],\n\"findings\":" + json_list(verified.findings) +
         ",\"notes\":" + json_list(verified.notes) + "}\n";
}

}  // namespace pggit::pipeline
