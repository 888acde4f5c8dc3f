// pggit branch and tag.
#include "pipeline/refs.h"

#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"

namespace pggit::cli {
namespace {

using pipeline::json_text;

base::Result<store::Refs> refs_of(pipeline::Repository& repository) {
  if (!TRY(repository.store->exists())) return store::Refs();
  return repository.store->refs();
}

std::string padded(std::string name) {
  constexpr std::size_t kWidth = 30;
  if (name.size() < kWidth) name.resize(kWidth, ' ');
  return name;
}

void list_branches(const store::Refs& refs, bool as_json) {
  std::vector<std::string> items;
  for (const store::Branch& branch : refs.branches) {
    const bool is_head = branch.name == refs.head.branch;
    items.push_back(
        "{\"name\":" + json_text(branch.name) + ",\"commit\":" + json_text(branch.head.hex()) +
        ",\"parent\":" + json_text(branch.parent) + ",\"status\":" + json_text(branch.status) +
        ",\"is_head\":" + (is_head ? "true" : "false") + "}");
    if (!as_json)
      print((is_head ? "* " : "  ") + padded(branch.name) + " " + branch.head.brief() + "\n");
  }
  if (as_json) print("{\"branches\":[" + base::join(items, ",\n") + "]}\n");
}

void list_tags(const store::Refs& refs, bool as_json) {
  std::vector<std::string> items;
  for (const store::Tag& tag : refs.tags) {
    items.push_back("{\"name\":" + json_text(tag.name) + ",\"commit\":" +
                    json_text(tag.commit.hex()) + ",\"message\":" + json_text(tag.message) + "}");
    if (!as_json) print(padded(tag.name) + " " + tag.commit.brief() + " " + tag.message + "\n");
  }
  if (as_json) print("{\"tags\":[" + base::join(items, ",\n") + "]}\n");
}

std::string revision_of(const Arguments& arguments) {
  return arguments.words.size() > 1 ? arguments.words[1] : "HEAD";
}

base::Result<void> at_most(const Arguments& arguments, std::size_t words) {
  if (arguments.words.size() <= words) return {};
  return base::fail(base::ErrorCode::Usage, arguments.command + ": '" + arguments.words[words] +
                                                "' is one word too many; see pggit " +
                                                arguments.command + " --help");
}

base::Result<void> rename(const Arguments& arguments, pipeline::Repository& repository) {
  const std::string first = TRY(word(arguments, 0, "a name"));
  if (arguments.words.size() > 1)
    return pipeline::rename_branch(repository, first, arguments.words[1]);
  const std::string current = TRY(refs_of(repository)).head.branch;
  if (current.empty())
    return base::fail(base::ErrorCode::Usage, "HEAD is on no branch; say which one to rename");
  return pipeline::rename_branch(repository, current, first);
}

}  // namespace

base::Result<void> run_branch(const Arguments& arguments) {
  TRY(at_most(arguments, arguments.remove ? 1 : 2));
  pipeline::Repository repository = TRY(open(arguments));
  if (arguments.rename) return rename(arguments, repository);
  if (arguments.remove)
    return pipeline::delete_branch(repository, TRY(word(arguments, 0, "a name")), arguments.force);
  if (!arguments.words.empty())
    return pipeline::make_branch(repository, arguments.words[0], revision_of(arguments),
                                 arguments.force);
  list_branches(TRY(refs_of(repository)), arguments.json);
  return {};
}

base::Result<void> run_tag(const Arguments& arguments) {
  TRY(at_most(arguments, arguments.remove ? 1 : 2));
  pipeline::Repository repository = TRY(open(arguments));
  if (arguments.remove) return pipeline::delete_tag(repository, TRY(word(arguments, 0, "a name")));
  if (!arguments.words.empty())
    return pipeline::make_tag(repository, arguments.words[0], revision_of(arguments),
                              arguments.message, arguments.force);
  list_tags(TRY(refs_of(repository)), arguments.json);
  return {};
}

}  // namespace pggit::cli
