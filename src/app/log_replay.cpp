#include "log_replay.hpp"

#include <algorithm>
#include <istream>
#include <map>
#include <memory>
#include <ostream>
#include <set>

#include <fmt/core.h>

#include "bmsgw/codec/can/frame_text.hpp"
#include "bmsgw/core/point_registry.hpp"
#include "bmsgw/driver/can_session.hpp"
#include "bmsgw/payload/telemetry_formatter.hpp"
#include "bmsgw/route/router.hpp"

#include "value_text.hpp"

namespace bmsgw::app {
namespace {

using codec::can::LogLine;
using core::milliseconds;

constexpr int kMostComplaints = 10;
/// After a longer gap in the log nothing is due that wasn't before.
constexpr milliseconds kLongestGap{600'000};
/// How long the last list waits for more.
constexpr milliseconds kTail{1000};

/// Prints records as they come.
class RecordPrinter {
 public:
  RecordPrinter(const config::Config& config, const CompiledGateway& compiled, bool json, std::ostream& out)
      : config_(config),
        compiled_(compiled),
        formatter_(compiled.routes->outputs()),
        json_(json),
        out_(out) {}

  void print(const core::RecordBatch& batch) {
    if (json_) return print_messages(batch);
    for (const auto& record : batch.records()) print_row(batch, record);
  }

 private:
  void print_messages(const core::RecordBatch& batch) {
    messages_.clear();
    formatter_.format(batch, messages_);
    for (const auto& message : messages_) out_ << message << "\n";
  }

  void print_row(const core::RecordBatch& batch, const core::Record& record) {
    const auto output = core::index_of(record.output);
    const auto value = batch.value_of(record);
    if (std::holds_alternative<core::KeyList>(value)) return;  // nothing grows old in a log
    const auto& routes = compiled_.routes->routes();
    const bool is_point = output < routes.size();
    const auto* info = is_point ? &compiled_.points[core::index_of(routes[output].point)] : nullptr;
    const auto* param = info != nullptr ? find_param(config_, *info) : nullptr;
    static const config::ParamConfig kPlain;
    auto line = fmt::format("{}.{:03}  {:<28} {}", record.unix_ms / 1000, record.unix_ms % 1000,
                            compiled_.routes->outputs()[output].key,
                            value_text(value, param != nullptr ? *param : kPlain));
    if (info != nullptr && !info->units.empty()) line += " " + info->units;
    if (record.quality != core::Quality::good) line += fmt::format("  ({})", core::to_string(record.quality));
    out_ << line << "\n";
  }

  const config::Config& config_;
  const CompiledGateway& compiled_;
  payload::TelemetryFormatter formatter_;
  bool json_;
  std::ostream& out_;
  std::vector<std::string> messages_;
};

/// Lives for one replay_log().
class Replay final : public driver::BusSink {
 public:
  Replay(const config::Config& config, bool json, std::ostream& out, std::ostream& err)
      : compiled_(compile(config, registry_)),
        router_(*compiled_.routes, records_),
        printer_(config, compiled_, json, out),
        err_(err) {
    for (const auto& plan : compiled_.can_buses) {
      sessions_.push_back(std::make_unique<driver::CanSession>(plan, nullptr, gate_, *this));
    }
  }

  [[nodiscard]] bool has_buses() const { return !sessions_.empty(); }

  void on_samples(std::span<const core::Sample> samples, core::Stamp now, milliseconds max_age) override {
    router_.apply(samples, now, max_age);
  }
  void on_online(core::DeviceId device, bool online, core::Stamp now) override {
    router_.set_online(device, online, now);
  }

  void take(const std::string& text) {
    ++lines_;
    if (text.empty()) return;
    const auto line = codec::can::parse_log_line(text);
    if (!line) return complain(line.error().reason);
    const auto time = at(line->unix_us);
    advance(time);
    if (auto* session = session_for(line->interface)) session->on_reported(line->frame, false, time);
    flush();
  }

  /// False: no frame was decoded.
  bool end() {
    advance({now_.unix_ms + kTail.count(), now_.mono + kTail});
    flush();
    if (bad_lines_ > kMostComplaints) err_ << bad_lines_ << " lines are no frames\n";
    std::uint64_t decoded = 0;
    std::uint64_t unknown = 0;
    for (const auto& session : sessions_) {
      decoded += session->status().frames;
      unknown += session->status().unknown;
    }
    err_ << fmt::format("{} lines, {} frames decoded, {} of ids that no packet has\n", lines_, decoded,
                        unknown);
    return decoded > 0;
  }

 private:
  /// The log's clock; it never runs backwards.
  core::Stamp at(std::int64_t unix_us) {
    if (!started_) now_ = {unix_us / 1000, core::MonoTime(std::chrono::hours(1))};
    started_ = true;
    const auto passed = std::max<std::int64_t>(unix_us / 1000 - now_.unix_ms, 0);
    return {now_.unix_ms + passed, now_.mono + std::min(milliseconds(passed), kLongestGap)};
  }

  /// What was due until then.
  void advance(core::Stamp until) {
    for (auto wake = next_wake(); wake <= until.mono; wake = next_wake()) {
      const auto mono = std::max(wake, now_.mono);
      const auto passed = std::chrono::duration_cast<milliseconds>(mono - now_.mono).count();
      const core::Stamp then{std::min(now_.unix_ms + passed, until.unix_ms), mono};
      for (auto& session : sessions_) {
        if (session->next_wake() <= mono) session->on_time(then);
      }
      router_.on_time(then);
      now_ = then;
    }
    now_ = until;
  }

  [[nodiscard]] core::MonoTime next_wake() const {
    auto wake = router_.next_wake();
    for (const auto& session : sessions_) wake = std::min(wake, session->next_wake());
    return wake;
  }

  driver::CanSession* session_for(const std::string& interface) {
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
      if (compiled_.can_buses[i].interface == interface) return sessions_[i].get();
    }
    if (sessions_.size() == 1) return sessions_.front().get();
    if (strangers_.insert(interface).second) err_ << "no CAN bus has the interface " << interface << "\n";
    return nullptr;
  }

  void complain(const std::string& reason) {
    if (++bad_lines_ <= kMostComplaints) err_ << "line " << lines_ << ": " << reason << "\n";
  }

  void flush() {
    printer_.print(records_);
    records_.clear();
    static_cast<void>(router_.take_slot_values());  // nothing is sent from a log
  }

  core::PointRegistry registry_;
  CompiledGateway compiled_;
  core::RecordBatch records_;
  route::Router router_;
  route::WriteGate gate_;
  RecordPrinter printer_;
  std::ostream& err_;
  std::vector<std::unique_ptr<driver::CanSession>> sessions_;
  std::set<std::string> strangers_;
  core::Stamp now_;
  bool started_ = false;
  std::uint64_t lines_ = 0;
  int bad_lines_ = 0;
};

}  // namespace

bool replay_log(const config::Config& config, std::istream& log, bool json, std::ostream& out,
                std::ostream& err) {
  Replay replay(config, json, out, err);
  if (!replay.has_buses()) {
    err << "settings.json has no enabled CAN bus to decode it by\n";
    return false;
  }
  for (std::string line; std::getline(log, line);) {
    if (line.ends_with('\r')) line.pop_back();
    replay.take(line);
  }
  return replay.end();
}

}  // namespace bmsgw::app
