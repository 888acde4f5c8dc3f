// The documented exit codes, in one place.
#pragma once

#include "base/error.h"

namespace pggit::cli {

inline constexpr int kExitFine = 0;
inline constexpr int kExitFindings = 1;  // findings at or over the threshold, or a proof failed
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInput = 3;  // input unreadable
inline constexpr int kExitDatabase = 4;
inline constexpr int kExitRefused = 5;  // without approval; also: a question and no terminal
inline constexpr int kExitOurBug = 70;

inline int exit_code(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::Usage:
      return kExitUsage;
    case base::ErrorCode::Input:
      return kExitInput;
    case base::ErrorCode::Database:
      return kExitDatabase;
    case base::ErrorCode::Refused:
      return kExitRefused;
    case base::ErrorCode::Findings:
      return kExitFindings;
    case base::ErrorCode::Interrupted:
      return kExitRefused;
    case base::ErrorCode::NotImplemented:
      return kExitUsage;
  }
  return kExitOurBug;
}

}  // namespace pggit::cli
