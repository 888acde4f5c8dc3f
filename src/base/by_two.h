// Work that is the same for each of many things, by two threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>

namespace pggit::base {

// Calls work(i) once for each i below `count`, in no order; `work` throws nothing. Few are done by the caller alone.
template <class Work>
void by_two(std::size_t count, const Work& work) {
  constexpr std::size_t kFew = 64;
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::jthread other;
  if (count > kFew) other = std::jthread(take);
  take();
}

}  // namespace pggit::base
