#include "pipeline/report.h"

#include "emit/report.h"

namespace pggit::pipeline {

std::string report_text(const History& history, const emit::PlanData& plan, bool color) {
  emit::RunFacts facts;
  facts.color = color;
  if (plan.target) {
    facts.first_date = plan.target->first_applied;
    facts.last_date = plan.target->last_applied;
  }
  for (const Phase& phase : history.phases) facts.phases.push_back({phase.name, phase.seconds});
  return emit::terminal_report(plan, facts);
}

std::string outcome_text(const Outcome& outcome, bool color) {
  emit::RunFacts facts;
  facts.color = color;
  facts.headline = outcome.headline;
  facts.results = outcome.results;
  facts.next = outcome.next;
  facts.seconds = outcome.seconds;
  return emit::terminal_result(facts);
}

}  // namespace pggit::pipeline
