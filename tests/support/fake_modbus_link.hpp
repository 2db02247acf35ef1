#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "bmsgw/transport/modbus_link.hpp"

namespace bmsgw::test {

/// A Modbus line whose devices are the test. Thread: loop.
class FakeModbusLink final : public transport::ModbusLink {
 public:
  static constexpr core::milliseconds kLongest{5000};

  void start(transport::ModbusLinkEvents& events) override { events_ = &events; }
  void stop() override { events_ = nullptr; }
  bool submit(std::uint64_t id, const core::ModbusRequest& request) override {
    if (events_ == nullptr || pending_ || refusing) return false;
    pending_ = request;
    id_ = id;
    ++submitted;
    return true;
  }
  /// The test opens it anew.
  void reopen() override { ++reopens; }
  [[nodiscard]] core::milliseconds longest_request() const override { return kLongest; }

  void open(core::Stamp now) { events_->on_opened(now); }
  void down(std::errc error, const std::string& detail, core::Stamp now) {
    if (pending_) answer({.outcome = core::ModbusOutcome::link_lost}, now);
    if (events_ != nullptr) events_->on_down(std::make_error_code(error), detail, now);
  }

  /// What waits for its answer.
  [[nodiscard]] const std::optional<core::ModbusRequest>& pending() const { return pending_; }

  struct Reply {
    core::ModbusOutcome outcome = core::ModbusOutcome::ok;
    std::uint8_t exception = 0;
    std::vector<std::uint16_t> values = {};
    std::chrono::microseconds took{20'000};
  };
  void answer(Reply reply, core::Stamp now) {
    pending_.reset();
    const transport::ModbusAnswer answer{id_, reply.outcome, reply.exception, std::move(reply.values),
                                         now, reply.took};
    if (events_ != nullptr) events_->on_answer(answer, now);
  }

  bool refusing = false;
  int reopens = 0;
  int submitted = 0;

 private:
  transport::ModbusLinkEvents* events_ = nullptr;
  std::optional<core::ModbusRequest> pending_;
  std::uint64_t id_ = 0;
};

}  // namespace bmsgw::test
