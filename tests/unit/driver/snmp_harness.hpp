#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/driver/snmp_session.hpp"

#include "support/fake_snmp_agent.hpp"

namespace bmsgw::driver {

using core::milliseconds;
using core::SnmpOutcome;
using std::chrono::seconds;

/// What the session tells.
class SnmpSink final : public BusSink {
 public:
  struct Heard {
    core::Quality quality{};
    double number = -1;  ///< of a list its first element
    std::size_t size = 0;
  };
  struct Event {
    std::string name;  ///< string/battery/quantity state
    bool by_trap = false;
    std::int64_t unix_ms = 0;

    bool operator==(const Event&) const = default;
  };
  void on_samples(std::span<const core::Sample> samples, core::Stamp now, milliseconds /*max_age*/) override {
    for (const auto& sample : samples) {
      Heard one{sample.quality, core::number_of(sample.value).value_or(-1), 0};
      if (const auto* const list = std::get_if<core::List>(&sample.value)) {
        one.size = list->size();
        one.number = list->empty() ? -1 : list->front().value_or(-1);
      }
      last[core::index_of(sample.point)] = one;
      times[core::index_of(sample.point)].push_back(milliseconds(now.unix_ms));
    }
  }
  void on_online(core::DeviceId /*device*/, bool online, core::Stamp /*now*/) override {
    if (onlines.empty() || onlines.back() != online) onlines.push_back(online);
  }
  void on_event(core::PointId /*point*/, const core::AlarmEvent& event, core::Stamp now) override {
    std::string name;
    if (event.key.string) name += std::to_string(*event.key.string) + "/";
    if (event.key.battery) name += std::to_string(*event.key.battery) + "/";
    events.push_back({name + event.key.quantity + " " + event.state, event.by_trap, now.unix_ms});
  }
  void on_alarms(core::PointId /*point*/, std::span<const core::AlarmEvent> open,
                 core::Stamp /*now*/) override {
    opens.push_back(open.size());
  }

  std::map<std::size_t, Heard> last;
  std::map<std::size_t, std::vector<milliseconds>> times;
  std::vector<bool> onlines;
  std::vector<Event> events;
  std::vector<std::size_t> opens;
};

/// An agent, a clock, and a session that asks it.
class SnmpWorld {
 public:
  using Reply = test::FakeSnmpLink::Reply;

  static core::Stamp stamp(milliseconds time) {
    return {time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
  }
  static Reply failure(SnmpOutcome outcome, std::string detail = {}) {
    Reply reply;
    reply.outcome = outcome;
    reply.detail = std::move(detail);
    reply.took = seconds(2);
    return reply;
  }

  SnmpWorld() {
    plan.name = "snmp0";
    plan.where = "127.0.0.1:161";
    plan.events_point = core::PointId{100};
    plan.alarms_point = core::PointId{101};
    agent.set("1.3.6.1.2.1.1.3.0", std::int64_t{1000});
    answer_with = [this](const core::SnmpRequest& request) { return agent.answer(request); };
  }
  std::uint32_t add_group(const std::string& packet, milliseconds period) {
    plan.map.groups.push_back(period);
    plan.groups[packet] = static_cast<std::uint32_t>(plan.map.groups.size() - 1);
    return plan.groups[packet];
  }
  /// Point i of all that were added has PointId i.
  codec::snmp::PointSpec& add_point(const std::string& oid, std::uint32_t group = 0) {
    auto& spec = plan.map.points.emplace_back();
    spec.point = core::PointId{static_cast<std::uint32_t>(plan.map.points.size() - 1)};
    spec.place.oid = oid;
    spec.group = group;
    plan.point_names.push_back("Packet/p" + std::to_string(plan.map.points.size() - 1));
    return spec;
  }
  codec::snmp::PointSpec& add_list(const std::string& column, std::uint32_t count, std::uint32_t group = 0) {
    auto& spec = add_point(column, group);
    spec.list = true;
    spec.place.count = count;
    return spec;
  }

  void start(bool read_write = false) {
    route::BusPolicy policy;
    policy.read_write = read_write;
    for (const auto* const specs : {&plan.commands, &plan.writables}) {
      for (const auto& spec : *specs) policy.snmp.push_back(*permit_of(spec));
    }
    gate_ = route::WriteGate({policy});
    session = std::make_unique<SnmpSession>(plan, link, gate_, sink);
    session->start(now());
  }
  void open() { link.open(now()); }
  [[nodiscard]] core::Stamp now() const { return stamp(time_); }

  /// Lets the agent answer and time pass, to `until`; a link that is wished to be opened anew is.
  void run_until(milliseconds until) {
    while (time_ < until) {
      if (reopens_ != link.reopens) {
        reopens_ = link.reopens;
        link.open(now());
      }
      if (link.pending()) {
        asked.push_back(*link.pending());
        const auto reply = answer_with(*link.pending());
        time_ += std::chrono::duration_cast<milliseconds>(reply.took);
        link.answer(reply, now());
        continue;
      }
      const auto wake = session->next_wake();
      if (wake > stamp(until).mono) break;
      time_ = std::max(time_, std::chrono::duration_cast<milliseconds>(wake - stamp(milliseconds(0)).mono));
      session->on_time(now());
    }
    time_ = std::max(time_, until);
  }
  void run_for(milliseconds span) { run_until(time_ + span); }
  [[nodiscard]] std::size_t count_of(core::SnmpRequest::Kind kind) const {
    return static_cast<std::size_t>(std::ranges::count(asked, kind, &core::SnmpRequest::kind));
  }

  SnmpBusPlan plan;
  test::FakeSnmpLink link;
  test::FakeSnmpAgent agent;
  SnmpSink sink;
  std::function<Reply(const core::SnmpRequest&)> answer_with;
  std::vector<core::SnmpRequest> asked;
  std::unique_ptr<SnmpSession> session;

 private:
  route::WriteGate gate_;
  int reopens_ = 0;
  milliseconds time_{0};
};

}  // namespace bmsgw::driver
