#include "frontend/sqitch/sqitch.h"

#include "frontend/shared/detect.h"
#include "frontend/shared/paths.h"
#include "frontend/sqitch/history.h"
#include "frontend/sqitch/list.h"
#include "frontend/sqitch/place.h"
#include "frontend/sqitch/plan.h"
#include "frontend/sqitch/settings.h"

namespace pggit::frontend::sqitch {
namespace {

ir::Claim detect(const ir::Project& project) {
  shared::Quiet quiet(project);
  const auto place = find_place(quiet.project);
  if (!place) return {};
  const auto settings = read_settings(quiet.project, place->folder, place->shown);
  if (!settings) return {};
  const auto text = project.disk->read(shared::joined(place->folder, settings->plan));
  if (!text || !is_plan(*text)) return {};
  ir::Claim claim{96, {place->shown + settings->plan + " is a plan of Sqitch"}};
  if (place->has_settings) {
    claim.score = 99;
    claim.evidence.push_back(place->shown + "sqitch.conf stands beside it");
  }
  return claim;
}

}  // namespace

const ir::FrontEnd kSqitch{"sqitch", "Sqitch", detect, list, lower, history_table("sqitch", ""),
                           true,     &kHistory};

}  // namespace pggit::frontend::sqitch
