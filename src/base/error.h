// The second of the three error roads: the operation cannot go on.
//
//   base::Result<Connection> connection = connect(target);
//   Connection c = TRY(connect(target));     // returns the error to the caller
//
// (1) faults of the user's text go to base::Diagnostics, (3) our own bugs to PGGIT_CHECK.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace pggit::base {

// What kind of failure it is; cli/exit_codes.h maps each to one documented exit code.
enum class ErrorCode {
  Usage,           // the command line asks for something that does not exist
  Input,           // a file or folder cannot be read or understood at all
  Database,        // a server refused, failed or went away
  Refused,         // a question was answered with no, or nobody was there to answer
  Findings,        // the run ended well and found something at or over the threshold
  Interrupted,     // Ctrl-C or a termination signal
  NotImplemented,  // a documented limit, said with its reason
};

struct Error {
  ErrorCode code = ErrorCode::Input;
  std::string message;  // for people: what is wrong, quoting their word; what to do about it
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

}  // namespace pggit::base

// Unwraps a Result, or returns its error from the enclosing function (which returns a Result too).
#define TRY(expression)                                                       \
  ({                                                                          \
    auto try_result_ = (expression);                                          \
    if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
    *std::move(try_result_);                                                  \
  })
