#include "sql/grammar/deep_stack.h"

#include <pthread.h>

namespace pggit::sql::grammar {

namespace {

// More than any single frame of the generated code or of the host beneath it.
constexpr std::size_t kReserve = std::size_t{256} << 10;

// The lowest address of this thread's stack.
const char* find_stack_bottom() {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return nullptr;
  void* bottom = nullptr;
  std::size_t size = 0;
  pthread_attr_getstack(&attributes, &bottom, &size);
  pthread_attr_destroy(&attributes);
  return static_cast<const char*>(bottom);
}

struct Task {
  std::size_t size;
  const std::function<void(const char*)>* work;
};

void* run_task(void* argument) {
  const Task& task = *static_cast<const Task*>(argument);
  (*task.work)(stack_end(task.size));
  return nullptr;
}

}  // namespace

const char* stack_end(std::size_t room) {
  thread_local const char* const bottom = find_stack_bottom();
  const char* here = static_cast<const char*>(__builtin_frame_address(0));
  if (bottom == nullptr || here < bottom + kReserve + room / 4) return nullptr;
  const auto left = static_cast<std::size_t>(here - bottom) - kReserve;
  return here - (left < room ? left : room);
}

bool run_on_deep_stack(std::size_t size, const std::function<void(const char*)>& work) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, size + kReserve);
  Task task{size, &work};
  pthread_t thread;
  const bool started = pthread_create(&thread, &attributes, run_task, &task) == 0;
  pthread_attr_destroy(&attributes);
  if (started) pthread_join(thread, nullptr);
  return started;
}

}  // namespace pggit::sql::grammar
