// In which transaction PostgreSQL runs a text that a tool sends without one of its own.
#pragma once

#include <string_view>

#include "ir/front_end.h"

namespace pggit::frontend::shared {

// All of the text in one message: its statements share a transaction that ends with the message. Not
// so where the text has transaction commands of its own. Source: exec_simple_query() in postgres.c;
// "Multiple Statements in a Simple Query" in the manual.
ir::TransactionMode mode_of_message(std::string_view text);

// Each statement in a message of its own, in one pipeline: one transaction again, but a first statement
// that cannot run in one is committed before the rest. Source: "Pipelining" in the chapter on the
// message flow of the manual.
ir::TransactionMode mode_of_pipeline(std::string_view text);

// Each statement in a message of its own.
ir::TransactionMode mode_of_each(std::string_view text);

// Whether PostgreSQL may refuse the statement in a transaction, or runs it otherwise there: CREATE
// INDEX CONCURRENTLY, VACUUM, code with COMMIT in it. Source: PreventInTransactionBlock() and its
// callers in PostgreSQL 18.
bool may_need_no_transaction(std::string_view statement);

}  // namespace pggit::frontend::shared
