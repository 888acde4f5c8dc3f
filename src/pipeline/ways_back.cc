#include "pipeline/ways_back.h"

#include "pipeline/kept_proof.h"

namespace pggit::pipeline {

WaysBack::WaysBack(std::vector<Proven>& steps)
    : first_(steps.data()), thread_([this] { work(); }) {}

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
    take_back(first_[next]);
  }
}

}  // namespace pggit::pipeline
