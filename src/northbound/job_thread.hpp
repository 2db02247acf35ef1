#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "bmsgw/core/time.hpp"

namespace bmsgw::northbound {

/// One thread that does, in order, what may block. Jobs must own what they touch: a job that does not end
/// within the bound of stop() is left behind. Thread: any for post(), the owner's for the rest.
class JobThread {
 public:
  JobThread();
  ~JobThread();  ///< waits without bound unless stop() came before
  JobThread(const JobThread&) = delete;
  JobThread& operator=(const JobThread&) = delete;

  void post(std::function<void()> job);
  /// Waits for the jobs posted so far. False: they did not end in time, the thread goes on alone.
  bool stop(core::milliseconds bound);

 private:
  struct State;
  static void run(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace bmsgw::northbound
