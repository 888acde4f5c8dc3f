// The ways back of what was read, made on a thread of their own while the next migration is read.
#pragma once

#include <atomic>
#include <cstddef>
#include <semaphore>
#include <thread>
#include <vector>

#include "pipeline/prove.h"

namespace pggit::pipeline {

class WaysBack {
 public:
  // `steps` holds, or has reserved, room for all of them already: they stay where they are.
  explicit WaysBack(std::vector<Proven>& steps);
  // Waits until all that were read have their way back.
  ~WaysBack();
  WaysBack(const WaysBack&) = delete;
  WaysBack& operator=(const WaysBack&) = delete;

  // The next step, in order, is there and is not written to any more.
  void add_next();

 private:
  void work();

  Proven* const first_;
  std::atomic<std::size_t> read_ = 0;
  std::counting_semaphore<> ready_{0};  // one for each that was read, and one for the end
  std::thread thread_;
};

}  // namespace pggit::pipeline
