// For tests that kill: a process of its own that holds a cluster, and the question whether anything
// is left of it.
#pragma once

#include <functional>
#include <string>

namespace pggit::shadow::testing {

// Everything that a child starts becomes a descendant of this process when the child dies, and
// every run folder lies in a base of its own: so "nothing is left" can be told exactly.
class Nursery {
 public:
  Nursery();
  ~Nursery();  // kills what is left and removes the base
  Nursery(const Nursery&) = delete;
  Nursery& operator=(const Nursery&) = delete;

  const std::string& base() const { return base_; }
  // Runs `work` in a child, which then waits to be killed.
  int start(const std::function<void()>& work);
  // Waits until the child has finished its work. False: it died, or a minute went by.
  bool wait_until_done();
  void kill_child();
  // Whether within `seconds` no descendant is left; and then, what run folders there are.
  bool no_process_left(double seconds);
  int folders() const;

 private:
  std::string base_;
  int child_ = -1;
  int done_ = -1;
};

}  // namespace pggit::shadow::testing
