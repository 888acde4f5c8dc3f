// The callback events of Flyway 13, what they are for, and when `migrate` fires them.
#pragma once

#include <span>
#include <string_view>

namespace pggit::frontend::flyway {

enum class When {
  BeforeAll,          // once, before the first migration, in the order of the table
  BeforeEach,         // inside every migration, before its text
  AfterEach,          // inside every migration, after its text
  AfterVersioned,     // once, after the last versioned migration
  BeforeRepeatables,  // once, before the first repeatable migration, if there is one
  AfterAll,           // once, at the end, in the order of the table
  EachStatement,      // around every statement: cannot be replayed as text
  Never,              // not by a `migrate` that goes well
};

struct Event {
  std::string_view id;  // the prefix of the file's name
  When when;
  std::string_view why;  // of EachStatement and Never: for people
};

// Sorted as `migrate` fires them; the rest after. Sources: Event, DbMigrate, Flyway.migrate and
// FlywayExecutor of Flyway 13.
std::span<const Event> all_events();
// Nothing where no event has that name (names are case-sensitive).
const Event* find_event(std::string_view id);

}  // namespace pggit::frontend::flyway
