// Hints from history, carried out before anything else is compared.
#include <algorithm>

#include "catalog/apply.h"
#include "catalog/diff_steps.h"

namespace pggit::catalog {
namespace {

struct Pending {
  ir::Key at;  // where it stands now
  ir::Key to;
};

bool is_relation(ir::Kind kind) {
  return kind == ir::Kind::Table || kind == ir::Kind::View || kind == ir::Kind::Sequence ||
         kind == ir::Kind::Index || kind == ir::Kind::MaterializedView;
}

class Renamer {
 public:
  Renamer(const Catalog& from, const Catalog& to, std::vector<DiffStep>& steps)
      : now_(from), to_(to), steps_(steps) {}

  Catalog run(const RenameHints& hints) {
    for (const auto& [from, to] : hints.objects) {
      if (from != to && from.kind == to.kind && now_.find(from) && to_.find(to)) {
        pending_.push_back({from, to});
      }
    }
    // Schemas first: they change every other key. Then from the outside in.
    std::ranges::stable_sort(pending_, {}, [](const Pending& p) { return p.at.kind; });
    while (!pending_.empty()) {
      if (!settle_one()) make_way();
    }
    for (const RenameHints::Column& column : hints.columns) columns_.push_back(column);
    rename_columns();
    for (const RenameHints::Label& label : hints.labels) rename_label(label);
    return std::move(now_);
  }

 private:
  bool apply_step(ir::Op op) {
    base::Result<Catalog> after = pggit::catalog::apply(op, now_);
    if (!after) return false;
    now_ = *std::move(after);
    steps_.push_back({std::move(op), RowLoss::None, ""});
    return true;
  }

  static std::string name_of(const ir::Key& key) {
    return ir::is_on_relation(key.kind) ? key.sub : key.name;
  }

  // One whose new place is free; what is where it belongs is done.
  bool settle_one() {
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      if (!move_there(pending_[i].at, pending_[i].to)) continue;
      pending_.erase(pending_.begin() + std::ptrdiff_t(i));
      return true;
    }
    return false;
  }

  bool move_there(ir::Key at, const ir::Key& to) {
    if (!now_.find(at)) return true;  // went along with something else
    if (!ir::is_on_relation(at.kind) && at.schema != to.schema) {
      if (!apply_step(ir::Move{at, to.schema})) return false;
      ir::Key moved = at;
      moved.schema = to.schema;
      follow(at, moved);
      at = moved;
    }
    if (name_of(at) == name_of(to)) return true;
    if (!apply_step(ir::Rename{at, name_of(to)})) return false;
    ir::Key renamed = at;
    (ir::is_on_relation(at.kind) ? renamed.sub : renamed.name) = name_of(to);
    follow(at, renamed);
    return true;
  }

  // What else is pending has gone along with its schema or its table.
  void follow(const ir::Key& from, const ir::Key& to) {
    for (Pending& p : pending_) {
      if (p.at == from) {
        p.at = to;
      } else if (from.kind == ir::Kind::Schema) {
        if (p.at.schema == from.name) p.at.schema = to.name;
      } else if ((from.kind == ir::Kind::Table || from.kind == ir::Kind::MaterializedView) &&
                 !now_.find(p.at)) {
        follow_table(p.at, from, to);
      }
    }
  }

  void follow_table(ir::Key& at, const ir::Key& from, const ir::Key& to) const {
    ir::Key moved = at;
    if (at.schema == from.schema) moved.schema = to.schema;
    if (ir::is_on_relation(at.kind) && at.name == from.name) moved.name = to.name;
    if (now_.find(moved)) at = moved;
  }

  // All places are taken: what stands in the first one's steps aside, under a name that nobody has.
  void make_way() {
    const Pending first = pending_.front();
    for (const ir::Kind kind :
         {first.to.kind, ir::Kind::Table, ir::Kind::View, ir::Kind::Sequence, ir::Kind::Index,
          ir::Kind::MaterializedView, ir::Kind::Enum, ir::Kind::Domain, ir::Kind::Composite}) {
      if (kind != first.to.kind && !(is_relation(kind) && is_relation(first.to.kind))) continue;
      ir::Key occupant = first.to;
      occupant.kind = kind;
      if (occupant == first.at || !now_.find(occupant)) continue;
      ir::Key aside = occupant;
      std::string& name = ir::is_on_relation(kind) ? aside.sub : aside.name;
      name = "pggit_aside_" + std::to_string(++aside_);
      if (!apply_step(ir::Rename{occupant, name})) break;
      return follow(occupant, aside);
    }
    pending_.erase(pending_.begin());  // the hint does not fit; dropped and created instead
  }

  void rename_columns() {
    while (!columns_.empty()) {
      const auto fits = std::ranges::find_if(columns_, [&](const RenameHints::Column& c) {
        return apply_step(ir::RenameColumn{c.table, c.from, c.to});
      });
      if (fits != columns_.end()) {
        columns_.erase(fits);
      } else {
        make_way_for_column();
      }
    }
  }

  // Columns that swap their names: the one that stands in the way is renamed twice. One that no hint knows will be dropped.
  void make_way_for_column() {
    const RenameHints::Column first = columns_.front();
    const auto occupant = std::ranges::find_if(columns_, [&](const RenameHints::Column& c) {
      return c.table == first.table && c.from == first.to;
    });
    const bool is_known = occupant != columns_.end();
    const bool makes_way =
        is_known ? occupant != columns_.begin() : has_column(first.table, first.from);
    const std::string aside = "pggit_aside_" + std::to_string(++aside_);
    if (!makes_way || !apply_step(ir::RenameColumn{first.table, first.to, aside})) {
      columns_.erase(columns_.begin());
    } else if (is_known) {
      occupant->from = aside;
    }
  }

  bool has_column(const ir::Key& table, const std::string& column) const {
    const ir::Table* found = now_.get<ir::Table>(table);
    return found &&
           std::ranges::find(found->columns, column, &ir::Column::name) != found->columns.end();
  }

  void rename_label(const RenameHints::Label& label) {
    apply_step(ir::RenameEnumLabel{label.type, label.from, label.to});
  }

  Catalog now_;
  const Catalog& to_;
  std::vector<DiffStep>& steps_;
  std::vector<Pending> pending_;
  std::vector<RenameHints::Column> columns_;
  int aside_ = 0;
};

}  // namespace

Catalog apply_renames(const Catalog& from, const Catalog& to, const RenameHints& hints,
                      std::vector<DiffStep>& steps) {
  return Renamer(from, to, steps).run(hints);
}

}  // namespace pggit::catalog
