#include "pipeline/refs.h"

#include <algorithm>
#include <set>

namespace pggit::pipeline {
namespace {

constexpr std::string_view kImport = "import/";

const store::Branch* find_branch(const store::Refs& refs, const std::string& name) {
  const auto found = std::ranges::find(refs.branches, name, &store::Branch::name);
  return found == refs.branches.end() ? nullptr : &*found;
}

const store::Tag* find_tag(const store::Refs& refs, const std::string& name) {
  const auto found = std::ranges::find(refs.tags, name, &store::Tag::name);
  return found == refs.tags.end() ? nullptr : &*found;
}

// Under the lock, so that what is read here still holds when it is written.
base::Result<store::Refs> locked_refs(Repository& repository) {
  TRY(allow_writes(repository));
  return repository.store->refs();
}

base::Result<void> write(Repository& repository, store::Transaction transaction,
                         const std::string& what, const std::string& detail) {
  transaction.operation = operation(repository, what, "{" + detail + "}");
  TRY(repository.store->apply(transaction));
  return {};
}

std::string field(const std::string& name, const std::string& value) {
  return json_text(name) + ":" + json_text(value);
}

base::Result<void> refuse_import(const std::string& name) {
  if (!name.starts_with(kImport)) return {};
  return base::fail(base::ErrorCode::Refused,
                    name + ": branches import/... are migrate's own; make one of your own name");
}

base::Result<store::Branch> branch_to_change(const store::Refs& refs, const std::string& name) {
  TRY(refuse_import(name));
  if (const store::Branch* branch = find_branch(refs, name)) return *branch;
  return base::fail(base::ErrorCode::Usage, "there is no branch '" + name + "'");
}

// How many commits only this branch leads to.
base::Result<std::size_t> commits_alone(store::Store& store, const store::Refs& refs,
                                        const store::Branch& branch) {
  std::set<base::Hash> others;
  std::vector<base::Hash> heads;
  for (const store::Branch& other : refs.branches) {
    if (other.name != branch.name) heads.push_back(other.head);
  }
  for (const store::Tag& tag : refs.tags) heads.push_back(tag.commit);
  if (refs.head.commit) heads.push_back(*refs.head.commit);
  for (const base::Hash& head : heads) {
    if (others.contains(head)) continue;
    for (const store::Commit& commit : TRY(store.outline(head))) others.insert(commit.hash);
  }
  std::size_t alone = 0;
  for (const store::Commit& commit : TRY(store.outline(branch.head)))
    alone += !others.contains(commit.hash);
  return alone;
}

}  // namespace

base::Result<void> make_branch(Repository& repository, const std::string& name,
                               const std::string& revision, bool force) {
  TRY(check_name(name));
  TRY(refuse_import(name));
  const base::Hash commit = TRY(resolve(*repository.store, revision)).hash;
  const store::Refs refs = TRY(locked_refs(repository));
  const store::Branch* old = find_branch(refs, name);
  if (old && !force) {
    return base::fail(base::ErrorCode::Refused, "branch " + name + " is there already, at " +
                                                    old->head.brief() + "; --force moves it");
  }
  if (find_tag(refs, name))
    return base::fail(base::ErrorCode::Refused, "there is a tag " + name + " already");
  store::Transaction change;
  change.set_branches = {{name, commit, old ? old->parent : refs.head.branch, "ACTIVE"}};
  return write(repository, change, "branch",
               field("name", name) + "," + field("head", commit.hex()) + "," +
                   field("before", old ? old->head.hex() : ""));
}

base::Result<void> delete_branch(Repository& repository, const std::string& name, bool force) {
  const store::Refs refs = TRY(locked_refs(repository));
  const store::Branch branch = TRY(branch_to_change(refs, name));
  if (refs.head.branch == name) {
    return base::fail(base::ErrorCode::Refused,
                      "HEAD is on branch " + name + "; check out another one first");
  }
  const std::size_t alone = TRY(commits_alone(*repository.store, refs, branch));
  if (alone > 0 && !force) {
    return base::fail(base::ErrorCode::Refused, std::to_string(alone) + " commits are on branch " +
                                                    name + " alone; --force deletes it");
  }
  store::Transaction change;
  change.drop_branches = {name};
  return write(repository, change, "branch deleted",
               field("name", name) + "," + field("before", branch.head.hex()));
}

base::Result<void> rename_branch(Repository& repository, const std::string& from,
                                 const std::string& to) {
  TRY(check_name(to));
  TRY(refuse_import(to));
  const store::Refs refs = TRY(locked_refs(repository));
  store::Branch branch = TRY(branch_to_change(refs, from));
  if (find_branch(refs, to) || find_tag(refs, to))
    return base::fail(base::ErrorCode::Refused, "there is a branch or tag " + to + " already");
  store::Transaction change;
  branch.name = to;
  change.set_branches = {branch};
  change.drop_branches = {from};
  change.head = refs.head;
  if (change.head->branch == from) change.head->branch = to;
  return write(repository, change, "branch renamed", field("from", from) + "," + field("to", to));
}

base::Result<void> make_tag(Repository& repository, const std::string& name,
                            const std::string& revision, const std::string& message, bool force) {
  TRY(check_name(name));
  const base::Hash commit = TRY(resolve(*repository.store, revision)).hash;
  const store::Refs refs = TRY(locked_refs(repository));
  const store::Tag* old = find_tag(refs, name);
  if (old && !force) {
    return base::fail(base::ErrorCode::Refused, "tag " + name + " is there already, at " +
                                                    old->commit.brief() + "; --force moves it");
  }
  if (find_branch(refs, name))
    return base::fail(base::ErrorCode::Refused, "there is a branch " + name + " already");
  store::Transaction change;
  change.set_tags = {{name, commit, message}};
  return write(repository, change, "tag",
               field("name", name) + "," + field("commit", commit.hex()) + "," +
                   field("before", old ? old->commit.hex() : ""));
}

base::Result<void> delete_tag(Repository& repository, const std::string& name) {
  const store::Refs refs = TRY(locked_refs(repository));
  const store::Tag* tag = find_tag(refs, name);
  if (!tag) return base::fail(base::ErrorCode::Usage, "there is no tag '" + name + "'");
  store::Transaction change;
  change.drop_tags = {name};
  return write(repository, change, "tag deleted",
               field("name", name) + "," + field("before", tag->commit.hex()));
}

}  // namespace pggit::pipeline
