#include "pipeline/log_graph.h"

#include <algorithm>
#include <map>
#include <set>

namespace pggit::pipeline {
namespace {

using Lanes = std::vector<base::Hash>;  // the commit that each lane leads to next

std::size_t lane_of(const Lanes& lanes, const base::Hash& commit) {
  return std::size_t(std::ranges::find(lanes, commit) - lanes.begin());
}

std::string bars(std::size_t count) {
  std::string line;
  for (std::size_t i = 0; i < count; ++i) line += "| ";
  return line;
}

std::string trimmed(std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

// Lane `from` joins lane `to`, which is left of it: "|/" beside each other, "|_|/" over others.
std::string join_line(std::size_t count, std::size_t to, std::size_t from) {
  std::string line = bars(to) + "|";
  for (std::size_t i = to + 1; i < from; ++i) line += "_|";
  line += "/ ";
  for (std::size_t i = from + 1; i < count; ++i) line += " /";
  return trimmed(line);
}

// Two lanes that lead to one commit become one.
void join_lanes(Lanes& lanes, GraphRow& row) {
  for (std::size_t i = 1; i < lanes.size(); ++i) {
    const std::size_t first = lane_of(lanes, lanes[i]);
    if (first == i) continue;
    row.behind.push_back(join_line(lanes.size(), first, i));
    lanes.erase(lanes.begin() + std::ptrdiff_t(i));
    --i;
  }
}

GraphRow row_of(const store::Commit& commit, Lanes& lanes) {
  std::size_t at = lane_of(lanes, commit.hash);
  if (at == lanes.size()) lanes.push_back(commit.hash);
  GraphRow row;
  row.before = bars(at) + "* " + bars(lanes.size() - at - 1);
  row.below = bars(at) + (commit.parents.empty() ? "  " : "| ") + bars(lanes.size() - at - 1);
  if (commit.parents.empty()) {
    lanes.erase(lanes.begin() + std::ptrdiff_t(at));
    return row;
  }
  lanes[at] = commit.parents[0];
  for (std::size_t i = 1; i < commit.parents.size(); ++i) {
    row.behind.push_back(trimmed(bars(at) + "|\\ " + bars(lanes.size() - at - 1)));
    lanes.insert(lanes.begin() + std::ptrdiff_t(at + i), commit.parents[i]);
  }
  join_lanes(lanes, row);
  return row;
}

}  // namespace

std::vector<GraphRow> graph_of(const std::vector<store::Commit>& commits) {
  Lanes lanes;
  std::vector<GraphRow> rows;
  for (const store::Commit& commit : commits) rows.push_back(row_of(commit, lanes));
  return rows;
}

base::Result<std::vector<store::Commit>> log_of_all(store::Store& store, LogOf log) {
  const store::Refs refs = TRY(store.refs());
  std::vector<base::Hash> heads;
  for (const store::Branch& branch : refs.branches) heads.push_back(branch.head);
  for (const store::Tag& tag : refs.tags) heads.push_back(tag.commit);
  if (refs.head.commit) heads.push_back(*refs.head.commit);
  // What a later head adds goes in front: none of it is an ancestor of what an earlier one brought.
  std::vector<store::Commit> all;
  std::set<base::Hash> seen;
  for (const base::Hash& head : heads) {
    if (seen.contains(head)) continue;
    std::vector<store::Commit> added;
    for (store::Commit& commit : TRY((store.*log)(head))) {
      if (seen.insert(commit.hash).second) added.push_back(std::move(commit));
    }
    all.insert(all.begin(), std::make_move_iterator(added.begin()),
               std::make_move_iterator(added.end()));
  }
  return all;
}

}  // namespace pggit::pipeline
