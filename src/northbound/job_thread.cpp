#include "northbound/job_thread.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <utility>

#include "bmsgw/core/log.hpp"

namespace bmsgw::northbound {

struct JobThread::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> jobs;
  bool stopping = false;
  bool ended = false;
};

JobThread::JobThread() : state_(std::make_shared<State>()), thread_([state = state_] { run(state); }) {}

JobThread::~JobThread() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(state_->mutex);
      state_->stopping = true;
    }
    state_->changed.notify_all();
    thread_.join();
  }
}

void JobThread::post(std::function<void()> job) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->jobs.push_back(std::move(job));
  }
  state_->changed.notify_all();
}

bool JobThread::stop(core::milliseconds bound) {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->changed.notify_all();
  const bool ended = state_->changed.wait_for(lock, bound, [this] { return state_->ended; });
  lock.unlock();
  if (ended) {
    thread_.join();
  } else {
    thread_.detach();
  }
  return ended;
}

void JobThread::run(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  for (;;) {
    state->changed.wait(lock, [&state] { return state->stopping || !state->jobs.empty(); });
    if (state->jobs.empty()) break;
    auto job = std::move(state->jobs.front());
    state->jobs.pop_front();
    lock.unlock();
    try {
      job();
    } catch (const std::exception& error) {
      core::log_error("mqtt: {}", error.what());
    }
    job = nullptr;  // what it owns goes before the lock is taken again
    lock.lock();
  }
  state->ended = true;
  state->changed.notify_all();
}

}  // namespace bmsgw::northbound
