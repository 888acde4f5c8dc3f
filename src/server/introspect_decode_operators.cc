// Aggregates, operators and casts.
#include "server/introspect_row.h"

namespace pggit::server {
namespace {

ir::TypeName type_or_none(const Row& row, int column) {
  return row.is_null(column) ? ir::TypeName{} : row.type(column);
}

}  // namespace

void read_aggregates(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto function = gathered.functions.find(row.text(0));
    if (function == gathered.functions.end()) return;
    ir::Aggregate& a = function->second.aggregate.emplace();
    a.kind = row.letter(1, 'n');
    a.direct = row.number(2);
    a.transition = row.text(3);
    a.state = type_or_none(row, 4);
    a.state_size = row.number(7);
    a.final = row.text(8);
    a.final_extra = row.boolean(9);
    a.final_modify = row.letter(10, 'r');
    a.combine = row.text(11);
    a.serial = row.text(12);
    a.deserial = row.text(13);
    a.initial = row.comment(14);
    a.moving_transition = row.text(15);
    a.moving_inverse = row.text(16);
    a.moving_state = type_or_none(row, 17);
    a.moving_size = row.number(20);
    a.moving_final = row.text(21);
    a.moving_final_extra = row.boolean(22);
    a.moving_final_modify = row.letter(23, 'r');
    a.moving_initial = row.comment(24);
    a.sort_operator = row.text(25);
  });
}

void read_operators(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Operator op;
    op.schema = row.text(0);
    op.name = row.text(1);
    op.left = type_or_none(row, 2);
    op.right = type_or_none(row, 5);
    op.function = row.text(8);
    op.commutator = row.text(9);
    op.negator = row.text(10);
    op.restriction = row.text(11);
    op.join = row.text(12);
    op.merges = row.boolean(13);
    op.hashes = row.boolean(14);
    op.comment = row.comment(15);
    op.owner = owner_from({row.text(16), gathered.migration_role});
    gathered.done.emplace_back(std::move(op));
  });
}

void read_casts(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Cast& cast = gathered.casts[row.text(10)];
    cast.source = row.type(0);
    cast.target = row.type(3);
    cast.method = row.letter(6, 'f');
    cast.function = row.text(7);
    cast.context = row.letter(8, 'e');
    cast.comment = row.comment(9);
  });
}

void read_cast_arguments(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto cast = gathered.casts.find(row.text(0));
    if (cast != gathered.casts.end()) cast->second.arguments.push_back(row.type(1));
  });
}

}  // namespace pggit::server
