#pragma once

#include <cstdint>
#include <mutex>
#include <utility>

#include "bmsgw/core/modbus.hpp"

namespace bmsgw::transport {

/// One request on its way from the loop to the worker, and the wish to open the line anew. The request is the
/// worker's from take() until its answer was told; the loop puts no other meanwhile.
/// Thread: put(), wish_reopen(): loop; the rest: worker.
class RequestSlot {
 public:
  void put(std::uint64_t id, const core::ModbusRequest& request) {
    const std::lock_guard lock(mutex_);
    id_ = id;
    request_ = request;
    waiting_ = true;
  }
  void wish_reopen() {
    const std::lock_guard lock(mutex_);
    reopen_ = true;
  }

  [[nodiscard]] bool take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, false);
  }
  [[nodiscard]] bool take_reopen() {
    const std::lock_guard lock(mutex_);
    return std::exchange(reopen_, false);
  }
  [[nodiscard]] std::uint64_t id() const { return id_; }
  [[nodiscard]] const core::ModbusRequest& request() const { return request_; }

 private:
  std::mutex mutex_;
  std::uint64_t id_ = 0;
  core::ModbusRequest request_;
  bool waiting_ = false;
  bool reopen_ = false;
};

}  // namespace bmsgw::transport
