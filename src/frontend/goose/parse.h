// A goose file cut into the statements of its two directions.
//
//   -- +goose Up
//   CREATE TABLE a (b int);            ends at a line that ends in a semicolon
//   -- +goose StatementBegin
//   CREATE FUNCTION ... $$ ...; $$;    ends at StatementEnd
//   -- +goose StatementEnd
//   -- +goose Down
//   DROP TABLE a;
//
// Also `NO TRANSACTION`, `ENVSUB ON` and `ENVSUB OFF`. Source: ParseSQLMigration() in
// internal/sqlparser/parser.go.
#pragma once

#include <vector>

#include "frontend/shared/text_file.h"
#include "ir/front_end.h"

namespace pggit::frontend::goose {

struct Parsed {
  std::vector<ir::Sql> up;  // one for each statement
  std::vector<ir::Sql> down;
  bool in_transaction = true;
};

// Whether one of the lines is `-- +goose Up`.
bool is_goose(std::string_view text);

// Reports what goose refuses, with the line: a mark in the wrong place, an unknown one, a statement
// that does not end. Variables without value are reported too.
Parsed parse(const ir::Project& project, const shared::TextFile& file);

}  // namespace pggit::frontend::goose
