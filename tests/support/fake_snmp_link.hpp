#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/transport/snmp_link.hpp"

namespace bmsgw::test {

/// An SNMP agent that is the test. Thread: loop.
class FakeSnmpLink final : public transport::SnmpLink {
 public:
  static constexpr core::milliseconds kLongest{5000};

  void start(transport::SnmpLinkEvents& events) override { events_ = &events; }
  void stop() override {
    events_ = nullptr;
    pending_.reset();
  }
  bool submit(std::uint64_t id, const core::SnmpRequest& request) override {
    if (events_ == nullptr || pending_ || refusing) return false;
    pending_ = request;
    id_ = id;
    ++submitted;
    return true;
  }
  /// The test opens it anew.
  void reopen() override { ++reopens; }
  [[nodiscard]] core::milliseconds longest_request() const override { return kLongest; }

  void open(core::Stamp now) {
    if (events_ != nullptr) events_->on_opened(now);
  }
  void down(const std::string& detail, core::Stamp now) {
    pending_.reset();
    if (events_ != nullptr) events_->on_down(detail, now);
  }
  void trap(const core::SnmpTrap& trap, core::Stamp now) {
    if (events_ != nullptr) events_->on_trap(trap, now);
  }

  /// What waits for its answer.
  [[nodiscard]] const std::optional<core::SnmpRequest>& pending() const { return pending_; }

  struct Reply {
    core::SnmpOutcome outcome = core::SnmpOutcome::ok;
    std::vector<core::SnmpValue> values = {};
    std::vector<std::string_view> oids = {};
    std::uint32_t status = 0;
    std::uint32_t index = 0;
    std::string detail = {};
    std::chrono::microseconds took{20'000};
  };
  void answer(const Reply& reply, core::Stamp now) {
    pending_.reset();
    transport::SnmpAnswer answer;
    answer.id = id_;
    answer.outcome = reply.outcome;
    answer.error_status = reply.status;
    answer.error_index = reply.index;
    answer.values = reply.values;
    answer.oids = reply.oids;
    answer.detail = reply.detail;
    answer.at = now;
    answer.took = reply.took;
    if (events_ != nullptr) events_->on_answer(answer, now);
  }

  bool refusing = false;
  int reopens = 0;
  int submitted = 0;

 private:
  transport::SnmpLinkEvents* events_ = nullptr;
  std::optional<core::SnmpRequest> pending_;
  std::uint64_t id_ = 0;
};

}  // namespace bmsgw::test
