#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/driver/g1_session.hpp"

#include "support/fake_link.hpp"

namespace bmsgw::driver {

using codec::g1::encode_sentence;
using core::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = core::SentenceCommand::Answer;
using Kind = core::Command::Kind;

inline constexpr auto kEvents = core::PointId{7};
inline constexpr auto kProgress = core::PointId{8};

inline core::Stamp at(milliseconds time) {
  constexpr std::int64_t kStartMs = 1'700'000'000'000;
  return {kStartMs + time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

class CommandSink final : public BusSink, public ReplySink {
 public:
  void on_samples(std::span<const core::Sample> samples, core::Stamp /*now*/, milliseconds /*age*/) override {
    heard += samples.size();
  }
  void on_online(core::DeviceId /*device*/, bool online, core::Stamp /*now*/) override { is_online = online; }
  void on_log_entry(core::PointId point, const core::LogEntry& entry, core::Stamp /*now*/) override {
    EXPECT_EQ(point, kEvents);
    events.push_back(entry.code);
    event_times.push_back(entry.unix_ms);
  }
  void on_firmware(core::PointId point, const core::FirmwareProgress& progress,
                   core::Stamp /*now*/) override {
    EXPECT_EQ(point, kProgress);
    states.push_back(std::string(to_string(progress.state)));
  }
  void on_reply(core::Reply reply) override { replies.push_back(std::move(reply)); }

  std::size_t heard = 0;
  bool is_online = false;
  std::vector<std::uint32_t> events;
  std::vector<std::int64_t> event_times;
  std::vector<std::string> states;
  std::vector<core::Reply> replies;
};

/// A session and a unit that answers what the test says.
class G1SessionCommandsTest : public testing::Test {
 protected:
  G1SessionCommandsTest() {
    plan_.name = "serial0";
    plan_.packets = {{"BV1", seconds(1), false}};
    plan_.points = {{core::PointId{0}, "BV1", 1, {}, false, {}}};
    plan_.events = kEvents;
    plan_.firmware = kProgress;
    route::BusPolicy policy;
    policy.read_write = true;
    policy.sentences = {"CF2", "SC1", "RS1"};
    policy.master_clear = true;
    policy.firmware = true;
    gate_ = route::WriteGate({policy});
    make();
  }
  void make() {
    session_ = std::make_unique<G1Session>(plan_, link_, gate_, sink_);
    session_->set_reply_sink(sink_);
    session_->keep_event_log([this](const std::string& state) { kept_.push_back(state); });
    session_->start(at(milliseconds(0)));
  }
  /// Open, heard, and its parameters read.
  void make_known() {
    link_.open(at(milliseconds(0)));
    hear("BV1,0050", milliseconds(0));
    answers_ = {{"BV1", "BV1,0050"},
                {"CF2,0010", "CF2,0010,0A"},
                {"CF2,0111", "CF2,0111,0A"},
                {"CF2,1600", "CF2,1600,00001000"}};
    pass(milliseconds(0), seconds(10));
    link_.take();
    sent_.clear();
  }
  void submit(core::Command command, milliseconds time) {
    const auto verdict = gate_.judge(std::move(command));
    ASSERT_TRUE(std::holds_alternative<route::PermittedCommand>(verdict))
        << std::get<route::Refusal>(verdict).reason;
    session_->submit(std::get<route::PermittedCommand>(verdict), at(time));
  }
  void read(std::uint64_t id, const std::string& sentence, const std::string& fields, milliseconds time,
            Answer answer = Answer::one) {
    submit({id, core::BusId{0}, Kind::read, core::SentenceCommand{sentence, fields, answer}}, time);
  }
  void write(std::uint64_t id, const std::string& sentence, const std::string& fields, Answer answer,
             milliseconds time) {
    submit({id, core::BusId{0}, Kind::write, core::SentenceCommand{sentence, fields, answer}}, time);
  }
  static std::string line_of(const std::string& line) {
    const auto comma = line.find(',');
    return encode_sentence(line.substr(0, comma), line.substr(comma + 1)) + "\r\n";
  }
  void hear(const std::string& line, milliseconds time) { link_.bytes(line_of(line), at(time)); }
  /// What was written, without CRC: `BV1,?`.
  std::vector<std::string> written() {
    std::vector<std::string> lines;
    for (const auto& bytes : link_.take()) lines.push_back(bytes.substr(0, bytes.rfind(',')));
    return lines;
  }
  /// Lets time pass as the loop would; the unit answers 5 ms after it was asked.
  void pass(milliseconds from, milliseconds until) {
    for (auto time = from; time < until; time += milliseconds(5)) {
      for (const auto& asked : std::exchange(asked_, {})) {
        for (const auto& [question, answer] : answers_) {
          if (asked.starts_with(question)) hear(answer, time);
        }
      }
      if (session_->next_wake() <= at(time).mono) session_->on_time(at(time));
      EXPECT_GE(session_->next_wake(), at(time).mono - milliseconds(5)) << time.count();
      for (const auto& line : written()) {
        asked_.push_back(line);
        sent_.push_back(line);
      }
    }
  }
  [[nodiscard]] auto count_sent(const std::string& start) const {
    return std::ranges::count_if(sent_,
                                 [&start](const std::string& line) { return line.starts_with(start); });
  }
  [[nodiscard]] Outcome outcome() const {
    EXPECT_EQ(sink_.replies.size(), 1U);
    return sink_.replies.empty() ? Outcome::failed : sink_.replies.front().outcome;
  }
  using Lines = std::vector<std::string>;

  G1BusPlan plan_;
  test::FakeLink link_;
  route::WriteGate gate_{{}};
  CommandSink sink_;
  std::map<std::string, std::string> answers_;
  std::vector<std::string> asked_;
  std::vector<std::string> sent_;
  std::vector<std::string> kept_;
  std::unique_ptr<G1Session> session_;
};

}  // namespace bmsgw::driver
