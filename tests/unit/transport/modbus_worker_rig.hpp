#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "bmsgw/transport/modbus_worker.hpp"

#include "modbus_peers.hpp"

namespace bmsgw::transport::test {

using core::ModbusFunction;
using core::ModbusOutcome;
using core::ModbusRequest;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

inline ModbusRequest read_of(std::uint16_t address, std::uint16_t count = 1, std::uint8_t unit = 1) {
  return {unit, ModbusFunction::read_holding_registers, address, count, {}};
}

/// Everything that a link tells, in its order.
struct ModbusRecord final : ModbusLinkEvents {
  void on_opened(core::Stamp /*now*/) override {
    ++opened;
    order += 'o';
  }
  void on_answer(const ModbusAnswer& answer, core::Stamp /*now*/) override {
    answers.push_back(answer);
    order += 'a';
  }
  void on_down(std::error_code error, const std::string& detail, core::Stamp /*now*/) override {
    downs.push_back(error);
    details.push_back(detail);
    order += 'd';
  }

  int opened = 0;
  std::vector<ModbusAnswer> answers;
  std::vector<std::error_code> downs;
  std::vector<std::string> details;
  std::string order;
};

/// A worker, the loop it tells, and what it told.
class ModbusWorkerRig : public testing::Test {
 protected:
  static constexpr milliseconds kShort{300};  ///< time-outs that a test waits for

  void start(ModbusOptions options) {
    worker_ = std::make_unique<ModbusWorker>(loop_, std::move(options), clock_);
    worker_->start(record_);
  }
  template <typename Condition>
  bool until(Condition condition) {
    const auto deadline = steady_clock::now() + milliseconds(kPatienceMs);
    while (!condition()) {
      if (loop_.run_one_until(deadline) == 0) return condition();
    }
    return true;
  }
  bool is_open(int times = 1) {
    return until([this, times] { return record_.opened >= times; });
  }
  bool submit(const ModbusRequest& request) { return worker_->submit(++id_, request); }
  /// The answer to the request submitted last.
  const ModbusAnswer& answer() {
    static const ModbusAnswer kNone{};
    EXPECT_TRUE(until([this] { return record_.answers.size() == id_; })) << "no answer";
    return record_.answers.size() == id_ ? record_.answers.back() : kNone;
  }
  static milliseconds since(steady_clock::time_point begin) {
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
  }

  boost::asio::io_context loop_;
  core::SystemClock clock_;
  ModbusRecord record_;
  std::unique_ptr<ModbusWorker> worker_;
  std::uint64_t id_ = 0;
};

}  // namespace bmsgw::transport::test
