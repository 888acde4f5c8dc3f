// The store in memory: what the PostgreSQL one must do, in the fewest words.
#include <algorithm>
#include <set>

#include "store/store.h"
#include "store/topology.h"

namespace pggit::store {
namespace {

template <class T>
void put_by_name(std::vector<T>& list, const T& item) {
  std::erase_if(list, [&](const T& other) { return other.name == item.name; });
  list.insert(std::ranges::upper_bound(list, item.name, {}, &T::name), item);
}

template <class T>
void drop_by_name(std::vector<T>& list, const std::string& name) {
  std::erase_if(list, [&](const T& item) { return item.name == name; });
}

class MemoryStore final : public Store {
 public:
  base::Result<bool> exists() override { return !operations_.empty(); }
  base::Result<Refs> refs() override { return refs_; }

  base::Result<std::vector<Commit>> log(const base::Hash& from) override {
    return newest_first(commits_, from);
  }

  base::Result<std::vector<Commit>> outline(const base::Hash& from) override {
    std::vector<Commit> commits = newest_first(commits_, from);
    for (Commit& commit : commits) {
      for (std::string* text : {&commit.up, &commit.down, &commit.save}) text->clear();
      commit.versions.clear();
    }
    return commits;
  }

  base::Result<std::vector<Commit>> checksums(const base::Hash& from) override {
    std::vector<Commit> commits;
    for (const Commit& whole : newest_first(commits_, from)) {
      Commit& commit = commits.emplace_back();
      commit.hash = whole.hash;
      commit.parents = whole.parents;
      commit.migration = whole.migration;
      commit.checksum = whole.checksum;
    }
    return commits;
  }

  base::Result<std::optional<Commit>> commit(const base::Hash& hash) override {
    const auto found = commits_.find(hash);
    return found == commits_.end() ? std::nullopt : std::optional(found->second);
  }

  base::Result<std::vector<base::Hash>> find_prefix(const std::string& hex, int limit) override {
    std::vector<base::Hash> found;
    for (const auto& [hash, commit] : commits_) {
      if (hash.hex().starts_with(hex) && int(found.size()) < limit) found.push_back(hash);
    }
    return found;
  }

  base::Result<catalog::Catalog> tree(const base::Hash& commit) override {
    const auto found = trees_.find(commit);
    if (found == trees_.end())
      return base::fail(base::ErrorCode::Database, "no such commit: " + commit.brief());
    return found->second;
  }

  base::Result<std::vector<Operation>> operations() override {
    return std::vector<Operation>(operations_.rbegin(), operations_.rend());
  }
  base::Result<std::vector<EdgeCaseRecord>> edge_cases() override { return edge_cases_; }

  base::Result<std::optional<Source>> source(const std::string& tool) override {
    const auto found = sources_.find(tool);
    return found == sources_.end() ? std::nullopt : std::optional(found->second);
  }

  base::Result<void> remove() override {
    *this = MemoryStore();
    return {};
  }

  base::Result<std::int64_t> apply(const Transaction& transaction) override {
    MemoryStore changed = *this;
    TRY(changed.change(transaction));
    *this = std::move(changed);
    return operations_.back().id;
  }

 private:
  base::Result<void> change(const Transaction& transaction) {
    for (const NewCommit& added : transaction.commits) TRY(add(added));
    for (const Branch& branch : transaction.set_branches) {
      TRY(must_have(branch.head));
      put_by_name(refs_.branches, branch);
    }
    for (const std::string& name : transaction.drop_branches) drop_by_name(refs_.branches, name);
    for (const Tag& tag : transaction.set_tags) {
      TRY(must_have(tag.commit));
      put_by_name(refs_.tags, tag);
    }
    for (const std::string& name : transaction.drop_tags) drop_by_name(refs_.tags, name);
    if (transaction.head) refs_.head = *transaction.head;
    for (const auto& [hash, proof] : transaction.proofs) {
      TRY(must_have(hash));
      commits_[hash].proof = proof;
    }
    if (transaction.edge_cases) edge_cases_ = *transaction.edge_cases;
    if (transaction.source) sources_[transaction.source->tool] = *transaction.source;
    operations_.push_back(transaction.operation);
    operations_.back().id = std::int64_t(operations_.size());
    return {};
  }

  base::Result<void> add(const NewCommit& added) {
    for (const base::Hash& parent : added.commit.parents) {
      if (!commits_.contains(parent)) return parent_is_missing(added.commit, parent);
    }
    commits_.emplace(added.commit.hash, added.commit);
    trees_.emplace(added.commit.hash, added.tree);
    return {};
  }

  base::Result<void> must_have(const base::Hash& hash) const {
    if (commits_.contains(hash)) return {};
    return base::fail(base::ErrorCode::Database, "no such commit: " + hash.brief());
  }

  std::map<base::Hash, Commit> commits_;
  std::map<base::Hash, catalog::Catalog> trees_;
  Refs refs_;
  std::vector<Operation> operations_;
  std::vector<EdgeCaseRecord> edge_cases_;
  std::map<std::string, Source> sources_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace pggit::store
