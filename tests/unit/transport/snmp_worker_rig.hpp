#pragma once

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "bmsgw/core/log.hpp"
#include "bmsgw/transport/snmp_worker_host.hpp"

#include "support/temp_dir.hpp"

namespace bmsgw::transport::test {

using bmsgw::test::TempDir;
using core::SnmpOutcome;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Everything that a link tells, in its order.
struct SnmpRecord final : SnmpLinkEvents {
  struct Answer {
    std::uint64_t id;
    SnmpOutcome outcome;
    std::string text;   ///< the first value, when it is a text
    std::string words;  ///< text_of()
    std::chrono::microseconds took;
  };
  void on_opened(core::Stamp /*now*/) override {
    ++opened;
    order += 'o';
  }
  void on_answer(const SnmpAnswer& answer, core::Stamp /*now*/) override {
    const auto* const text =
        answer.values.empty() ? nullptr : std::get_if<std::string_view>(&answer.values.front());
    answers.push_back(
        {answer.id, answer.outcome, text == nullptr ? "" : std::string(*text), text_of(answer), answer.took});
    order += 'a';
  }
  void on_trap(const core::SnmpTrap& trap, core::Stamp /*now*/) override {
    traps.emplace_back(trap.trap);
    order += 't';
  }
  void on_down(const std::string& detail, core::Stamp /*now*/) override {
    downs.push_back(detail);
    order += 'd';
  }

  int opened = 0;
  std::vector<Answer> answers;
  std::vector<std::string> traps;
  std::vector<std::string> downs;
  std::string order;
};

/// A host with a worker that stands in for the real one, and one link.
class SnmpWorkerRig : public testing::Test {
 protected:
  static constexpr milliseconds kPatience{20'000};

  SnmpWorkerRig() {
    options_.program = BMSGW_SOURCE_DIR "/tests/support/snmp_worker_stand_in.py";
    options_.state_dir = dir_.path().string();
    agent_.host = "127.0.0.1";
    agent_.port = 16'161;
    agent_.timeout_ms = 100;
    agent_.retries = 0;
    log_lines().clear();
    core::set_log_sink([](core::LogLevel, std::string_view line) { log_lines().emplace_back(line); },
                       core::LogLevel::debug);
  }
  ~SnmpWorkerRig() override {
    core::set_log_sink([](core::LogLevel, std::string_view) {}, core::LogLevel::error);
  }

  static std::vector<std::string>& log_lines() {
    static std::vector<std::string> lines;
    return lines;
  }
  static int logged(const std::string& part) {
    return static_cast<int>(std::ranges::count_if(
        log_lines(), [&part](const std::string& line) { return line.find(part) != std::string::npos; }));
  }

  void make_host() { host_ = std::make_unique<SnmpWorkerHost>(loop_, options_, clock_); }
  void start() {
    make_host();
    link_ = host_->make_link(agent_);
    link_->start(record_);
  }
  void behave(const std::string& word) const { std::ofstream(dir_ / "behaviour") << word; }
  template <typename Condition>
  bool until(Condition condition, milliseconds patience = kPatience) {
    const auto deadline = steady_clock::now() + patience;
    while (!condition()) {
      if (loop_.run_one_until(deadline) == 0) return condition();
    }
    return true;
  }
  bool is_open(int times = 1) {
    return until([this, times] { return record_.opened >= times; });
  }
  bool is_down(std::size_t times = 1) {
    return until([this, times] { return record_.downs.size() >= times; });
  }
  bool submit(const std::string& what) {
    return link_->submit(++id_, {core::SnmpRequest::Kind::get, what, 0, {}});
  }
  /// The answer to what is asked.
  SnmpRecord::Answer ask(const std::string& what) {
    EXPECT_TRUE(submit(what));
    const auto before = record_.answers.size();
    EXPECT_TRUE(until([this, before] { return record_.answers.size() > before; })) << "no answer";
    return record_.answers.size() > before ? record_.answers.back() : SnmpRecord::Answer{};
  }
  /// What the worker has seen: lines that begin so.
  [[nodiscard]] std::vector<std::string> seen(const std::string& first) const {
    std::vector<std::string> lines;
    std::ifstream log(dir_ / "log");
    for (std::string line; std::getline(log, line);) {
      if (line.starts_with(first)) lines.push_back(line);
    }
    return lines;
  }
  [[nodiscard]] pid_t last_worker() const {
    const auto lives = seen("start ");
    if (lives.empty()) return 0;
    std::istringstream words(lives.back().substr(6));
    pid_t pid = 0;
    words >> pid;
    return pid;
  }

  TempDir dir_;
  SnmpWorkerOptions options_;
  SnmpAgentOptions agent_;
  boost::asio::io_context loop_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy_{loop_.get_executor()};
  core::SystemClock clock_;
  SnmpRecord record_;
  std::unique_ptr<SnmpWorkerHost> host_;
  std::unique_ptr<SnmpLink> link_;
  std::uint64_t id_ = 0;
};

}  // namespace bmsgw::transport::test
