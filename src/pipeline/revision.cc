// What people call a commit.
#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {
namespace {

constexpr int kFewestHashDigits = 4;
constexpr int kMostSteps = 1000000;
constexpr std::string_view kMigration = "migration:";

bool is_hash_prefix(const std::string& text) {
  const bool hex = text.find_first_not_of("0123456789abcdef") == std::string::npos;
  return hex && int(text.size()) >= kFewestHashDigits && text.size() <= 64;
}

// 2024-05-01, 2024-05-01T12:30
bool is_time(const std::string& text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() < kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool fits = kShape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kShape[i];
    if (!fits) return false;
  }
  return text.size() == kShape.size() || text[kShape.size()] == 'T' || text[kShape.size()] == ' ';
}

std::string list_of(const store::Refs& refs) {
  std::vector<std::string> names;
  for (const store::Branch& branch : refs.branches) names.push_back(branch.name);
  for (const store::Tag& tag : refs.tags) names.push_back(tag.name);
  return names.empty() ? "nothing yet: run pggit migrate" : base::join(names, ", ");
}

std::optional<base::Hash> named(const store::Refs& refs, const std::string& revision) {
  if (revision == "HEAD") return refs.head.commit;
  for (const store::Branch& branch : refs.branches) {
    if (branch.name == revision) return branch.head;
  }
  for (const store::Tag& tag : refs.tags) {
    if (tag.name == revision) return tag.commit;
  }
  return std::nullopt;
}

class Resolver {
 public:
  Resolver(store::Store& store, store::Refs refs) : store_(store), refs_(std::move(refs)) {}

  base::Result<store::Commit> run(const std::string& revision) {
    if (revision == "HEAD" && !refs_.head.commit)
      return base::fail(base::ErrorCode::Usage, "HEAD stands before the first commit");
    if (const auto hash = named(refs_, revision)) return commit_at(*hash);
    const bool says_migration = revision.starts_with(kMigration);
    const std::string id = says_migration ? revision.substr(kMigration.size()) : revision;
    if (auto found = TRY(by_migration(id))) return *std::move(found);
    if (says_migration)
      return base::fail(base::ErrorCode::Usage, "no commit comes from migration '" + id + "'");
    if (const std::size_t at = revision.find_last_of("~^"); at != std::string::npos && at > 0)
      return ancestor(revision, at);
    if (is_hash_prefix(revision)) {
      const std::vector<base::Hash> found = TRY(store_.find_prefix(revision, 2));
      if (found.size() == 1) return commit_at(found[0]);
      if (found.size() > 1) return ambiguous(revision, found);
    }
    if (is_time(revision)) return at_time(revision);
    return base::fail(base::ErrorCode::Usage, "there is no branch, tag, migration or commit '" +
                                                  revision + "'; there is " + list_of(refs_));
  }

 private:
  base::Result<store::Commit> commit_at(const base::Hash& hash) {
    std::optional<store::Commit> commit = TRY(store_.commit(hash));
    if (commit) return *std::move(commit);
    return base::fail(base::ErrorCode::Database,
                      "the store is damaged: commit " + hash.brief() + " is missing");
  }

  base::Result<store::Commit> ambiguous(const std::string& revision,
                                        const std::vector<base::Hash>& found) {
    return base::fail(base::ErrorCode::Usage, "'" + revision + "' begins several commits, " +
                                                  found[0].hex() + " and " + found[1].hex() +
                                                  " among them; give more digits");
  }

  // The line that HEAD names comes first: an edited history has several commits of one migration.
  std::vector<base::Hash> lines() const {
    std::vector<base::Hash> heads;
    if (refs_.head.commit) heads.push_back(*refs_.head.commit);
    if (const auto branch = named(refs_, refs_.head.branch)) heads.push_back(*branch);
    if (const auto branch = named(refs_, "main")) heads.push_back(*branch);
    for (const store::Branch& branch : refs_.branches) heads.push_back(branch.head);
    std::vector<base::Hash> once;
    for (const base::Hash& head : heads) {
      if (std::ranges::find(once, head) == once.end()) once.push_back(head);
    }
    return once;
  }

  base::Result<std::optional<store::Commit>> by_migration(const std::string& id) {
    for (const base::Hash& head : lines()) {
      for (const store::Commit& commit : TRY(store_.outline(head))) {
        if (commit.migration == id) return std::optional(TRY(commit_at(commit.hash)));
      }
    }
    return std::nullopt;
  }

  // main~2, V7^, HEAD~1^
  base::Result<store::Commit> ancestor(const std::string& revision, std::size_t at) {
    const std::string digits = revision.substr(at + 1);
    const bool is_number = digits.find_first_not_of("0123456789") == std::string::npos;
    const bool is_parent = revision[at] == '^';
    if (!is_number || (is_parent && !digits.empty()) || digits.size() > 6)
      return base::fail(base::ErrorCode::Usage,
                        "'" + revision.substr(at) + "' of '" + revision + "' is neither ~N nor ^");
    const int steps = digits.empty() ? 1 : std::min(std::atoi(digits.c_str()), kMostSteps);
    store::Commit commit = TRY(run(revision.substr(0, at)));
    for (int i = 0; i < steps; ++i) {
      if (commit.parents.empty())
        return base::fail(base::ErrorCode::Usage,
                          "'" + revision + "' is before the first commit, " + commit.migration);
      commit = TRY(commit_at(commit.parents[0]));
    }
    return commit;
  }

  base::Result<store::Commit> at_time(const std::string& time) {
    // All of the day that is named, and whatever follows the minutes that are.
    const std::string last = time + "~";
    for (const base::Hash& head : lines()) {
      for (const store::Commit& commit : TRY(store_.outline(head))) {
        if (!commit.authored_at.empty() && commit.authored_at < last) return commit_at(commit.hash);
      }
    }
    return base::fail(base::ErrorCode::Usage,
                      "no commit states a date up to " + time +
                          " (a commit has a date only where its source states one)");
  }

  store::Store& store_;
  store::Refs refs_;
};

bool is_refused_byte(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7f ||
         std::string_view("~^:?*[\\").find(c) != std::string_view::npos;
}

bool is_well_formed(const std::string& name) {
  if (name.empty() || name.size() > 200 || !base::is_valid_utf8(name)) return false;
  if (std::ranges::any_of(name, is_refused_byte) || name.starts_with('-')) return false;
  for (const char* part : {"..", "@{", "//"}) {
    if (name.find(part) != std::string::npos) return false;
  }
  for (const std::string_view part : base::split(name, '/')) {
    if (part.empty() || part.starts_with('.') || part.ends_with('.') || part.ends_with(".lock"))
      return false;
  }
  return true;
}

}  // namespace

base::Result<store::Commit> resolve(store::Store& store, const std::string& revision) {
  if (!TRY(store.exists())) {
    return base::fail(base::ErrorCode::Usage,
                      "this database has no pggit history yet; run pggit migrate --ai first");
  }
  return Resolver(store, TRY(store.refs())).run(revision);
}

base::Result<void> check_name(const std::string& name) {
  if (!is_well_formed(name))
    return base::fail(base::ErrorCode::Usage, "'" + name + "' is no name for a branch or tag");
  if (name == "HEAD" || name == "@" || is_time(name) || (name.size() == 64 && is_hash_prefix(name)))
    return base::fail(base::ErrorCode::Usage, "'" + name + "' would read as another revision");
  return {};
}

}  // namespace pggit::pipeline
