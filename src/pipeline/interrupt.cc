#include "pipeline/interrupt.h"

#include "pg/connection.h"

namespace pggit::pipeline {
namespace {

bool never() { return false; }
bool (*stop)() = never;

}  // namespace

void stop_when(bool (*asked)()) {
  stop = asked;
  pg::stop_when(asked);
}

bool stop_asked() { return stop(); }

}  // namespace pggit::pipeline
