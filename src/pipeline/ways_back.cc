#include "pipeline/ways_back.h"

#include "rollback/down.h"

namespace pggit::pipeline {

WaysBack::WaysBack(std::vector<Proven>& steps) : steps_(steps), thread_([this] { work(); }) {}

WaysBack::~WaysBack() {
  ready_.release();
  thread_.join();
}

void WaysBack::add_next() {
  ++read_;
  ready_.release();
}

void WaysBack::work() {
  for (std::size_t next = 0;; ++next) {
    ready_.acquire();
    if (next == read_) return;
    steps_[next].down = rollback::make_down(steps_[next].step);
  }
}

}  // namespace pggit::pipeline
