// pggit branch, tag, checkout and sources.
#include <cstdio>

#include "cli/commands.h"
#include "cli/console.h"
#include "pipeline/checkout.h"
#include "pipeline/sources.h"

namespace pggit::cli {
namespace {

base::Result<void> change(pipeline::Repository& repository, store::Transaction transaction,
                          const std::string& what, const std::string& name) {
  TRY(pipeline::allow_writes(repository));
  transaction.operation =
      pipeline::operation(repository, what, "{\"name\":" + pipeline::json_text(name) + "}");
  TRY(repository.store->apply(transaction));
  return {};
}

base::Result<base::Hash> target(const Arguments& arguments, pipeline::Repository& repository) {
  const std::string revision = arguments.words.size() > 1 ? arguments.words[1] : "HEAD";
  return TRY(pipeline::resolve(*repository.store, revision)).hash;
}

}  // namespace

base::Result<void> run_branch(const Arguments& arguments) {
  pipeline::Repository repository = TRY(open(arguments));
  if (arguments.words.empty()) {
    if (!TRY(repository.store->exists())) return {};
    const store::Refs refs = TRY(repository.store->refs());
    for (const store::Branch& branch : refs.branches) {
      std::printf("%s %-30s %s\n", branch.name == refs.head.branch ? "*" : " ", branch.name.c_str(),
                  branch.head.brief().c_str());
    }
    return {};
  }
  const std::string& name = arguments.words[0];
  store::Transaction transaction;
  if (!arguments.remove) {
    transaction.set_branches = {{name, TRY(target(arguments, repository)), "", "ACTIVE"}};
    return change(repository, transaction, "branch", name);
  }
  if (TRY(repository.store->refs()).head.branch == name) {
    return base::fail(base::ErrorCode::Refused,
                      "HEAD is on branch " + name + "; check out another one first");
  }
  transaction.drop_branches = {name};
  return change(repository, transaction, "branch", name);
}

base::Result<void> run_tag(const Arguments& arguments) {
  pipeline::Repository repository = TRY(open(arguments));
  if (arguments.words.empty()) {
    if (!TRY(repository.store->exists())) return {};
    for (const store::Tag& tag : TRY(repository.store->refs()).tags) {
      std::printf("%-30s %s %s\n", tag.name.c_str(), tag.commit.brief().c_str(),
                  tag.message.c_str());
    }
    return {};
  }
  const std::string& name = arguments.words[0];
  store::Transaction transaction;
  if (arguments.remove) {
    transaction.drop_tags = {name};
  } else {
    transaction.set_tags = {{name, TRY(target(arguments, repository)), arguments.message}};
  }
  return change(repository, transaction, "tag", name);
}

base::Result<void> run_checkout(const Arguments& arguments) {
  pipeline::Repository repository = TRY(open(arguments));
  const std::string revision = TRY(word(arguments, 0, "a revision"));
  const pipeline::CheckoutPlan plan = TRY(pipeline::plan_checkout(repository, revision));
  TRY(pipeline::may_discard(repository, plan, arguments.options));
  std::printf("%zu migrations to run\n", plan.steps.size());
  if (!plan.steps.empty()) TRY(approve(arguments, "Change the database?"));
  TRY(pipeline::allow_writes(repository));
  pipeline::Options options = arguments.options;
  if (!arguments.quiet) options.progress = show_progress;
  TRY(pipeline::run_checkout(repository, plan, options));
  std::printf("HEAD is now at %s\n", plan.head.commit->brief().c_str());
  return {};
}

base::Result<void> run_sources(const Arguments&) {
  std::fputs(pipeline::sources_text().c_str(), stdout);
  return {};
}

}  // namespace pggit::cli
