#include "pipeline/kept_forms.h"

#include "base/bytes.h"
#include "catalog/compare.h"
#include "pipeline/catalog_changes.h"

namespace pggit::pipeline {
namespace {

constexpr std::string_view kMagic =
    "pggit server forms 1";  // another one with every change of what is kept

std::string encode(const server::Introspection& forms) {
  base::BytesWriter out;
  out.number(forms.not_held.size());
  for (const auto& [kind, count] : forms.not_held) {
    out.text(kind);
    out.number(std::uint64_t(count));
  }
  out.text(catalog_changes({}, forms.catalog));
  return base::with_checksum(kMagic, out.take());
}

std::optional<server::Introspection> decode(std::string_view bytes) {
  const auto body = base::checked_body(kMagic, bytes);
  if (!body) return std::nullopt;
  base::BytesReader in(*body);
  server::Introspection forms;
  for (std::uint64_t left = in.count(); left > 0; --left) {
    std::string kind(in.text());
    forms.not_held[std::move(kind)] = int(in.number());
  }
  auto catalog = with_changes({}, in.text());
  if (!catalog || !in.ended_well()) return std::nullopt;
  forms.catalog = *std::move(catalog);
  return forms;
}

}  // namespace

std::optional<KeptForms> KeptForms::of(const shadow::ClusterOptions& shadow) {
  auto cache = ProofCache::of(shadow);
  const auto ground = shadow_ground(shadow);
  if (!cache || !ground) return std::nullopt;
  return KeptForms(*std::move(cache), *ground);
}

std::optional<server::Introspection> KeptForms::find(const base::Hash& tree) const {
  const auto bytes = cache_.find_forms(key_of(tree));
  return bytes ? decode(*bytes) : std::nullopt;
}

void KeptForms::put(const base::Hash& tree, const server::Introspection& forms) const {
  cache_.put_forms(key_of(tree), encode(forms));
}

void keep_forms_of_tip(const History& history, const shadow::ClusterOptions& shadow) {
  if (!history.shadow || history.steps.empty() || history.steps.back().failed) return;
  const Proven& tip = history.steps.back();
  const auto kept = KeptForms::of(shadow);
  if (!kept || !catalog::compare(tip.step.after, tip.observed).empty()) return;
  kept->put(tip.step.after.hash(), {tip.observed, history.shadow->not_held, {}});
}

}  // namespace pggit::pipeline
