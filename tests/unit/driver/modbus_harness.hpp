#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/driver/modbus_permits.hpp"
#include "bmsgw/driver/modbus_session.hpp"

#include "support/fake_modbus_link.hpp"

namespace bmsgw::driver {

using core::milliseconds;
using core::ModbusFunction;
using core::ModbusOutcome;

inline core::Stamp stamp(milliseconds time) {
  return {time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

/// What the session tells.
class ModbusSink final : public BusSink {
 public:
  struct Heard {
    core::Quality quality{};
    double number = -1;  ///< of a list its first element
    std::size_t size = 0;
    milliseconds time{};
    std::size_t missing = 0;  ///< elements without value
  };
  void on_samples(std::span<const core::Sample> samples, core::Stamp now, milliseconds /*max_age*/) override {
    for (const auto& sample : samples) {
      Heard one{sample.quality, core::number_of(sample.value).value_or(-1), 0, milliseconds(now.unix_ms), 0};
      if (const auto* const list = std::get_if<core::List>(&sample.value)) {
        one.size = list->size();
        one.number = list->empty() ? -1 : list->front().value_or(-1);
        for (const auto& element : *list) one.missing += element ? 0 : 1;
      }
      last[core::index_of(sample.point)] = one;
      ++count[core::index_of(sample.point)];
    }
  }
  void on_online(core::DeviceId device, bool online, core::Stamp /*now*/) override {
    onlines[core::index_of(device)].push_back(online);
  }

  std::map<std::size_t, Heard> last;
  std::map<std::size_t, int> count;
  std::map<std::size_t, std::vector<bool>> onlines;
};

class Replies final : public ReplySink {
 public:
  void on_reply(core::Reply reply) override { all.push_back(std::move(reply)); }
  std::vector<core::Reply> all;
};

/// Units on a line, a clock, and devices that answer as the test says.
class ModbusWorld {
 public:
  using Reply = test::FakeModbusLink::Reply;
  using Device = std::function<Reply(const core::ModbusRequest&)>;

  static codec::modbus::PointSpec point(std::uint32_t id, std::uint16_t address, std::uint32_t group = 0) {
    codec::modbus::PointSpec spec;
    spec.point = core::PointId{id};
    spec.place.address = address;
    spec.group = group;
    return spec;
  }
  /// Answers each read with its addresses as values.
  static Reply mirror(const core::ModbusRequest& request) {
    Reply reply;
    for (std::uint32_t i = 0; i < request.count; ++i) {
      reply.values.push_back(static_cast<std::uint16_t>(request.address + i));
    }
    return reply;
  }
  static Reply silence(milliseconds timeout = milliseconds(1000)) {
    return {ModbusOutcome::timeout, 0, {}, timeout};
  }
  static Reply exception(std::uint8_t code) { return {ModbusOutcome::exception, code, {}, milliseconds(20)}; }

  /// A unit whose point i (of all units counted on) stands at `addresses[i]`; read each `period`.
  ModbusUnitPlan& add_unit(std::uint8_t number, const std::vector<std::uint16_t>& addresses,
                           milliseconds period = std::chrono::seconds(1)) {
    auto& unit = plan_.units.emplace_back();
    unit.unit = number;
    unit.device = static_cast<core::DeviceId>(plan_.units.size() - 1);
    unit.name = "modbus0u" + std::to_string(number);
    unit.map.periods = {period};
    for (const auto address : addresses) {
      unit.map.points.push_back(point(points_++, address));
      unit.point_names.push_back("Packet/p" + std::to_string(points_ - 1));
    }
    unit.groups["Packet"] = {0};
    devices[number] = mirror;
    return unit;
  }
  /// A list of `count` registers from `address` on, of the unit that was added last.
  void add_list(std::uint16_t address, std::uint16_t count) {
    auto& unit = plan_.units.back();
    unit.map.points.push_back(point(points_++, address));
    unit.map.points.back().list = true;
    unit.map.points.back().place.count = count;
    unit.point_names.push_back("Packet/list" + std::to_string(points_ - 1));
  }
  void start(bool read_write = false) {
    plan_.name = "modbus0";
    plan_.where = "127.0.0.1:502";
    route::BusPolicy policy;
    policy.read_write = read_write;
    for (const auto& unit : plan_.units) {
      for (const auto* const specs : {&unit.commands, &unit.writables}) {
        for (const auto& spec : *specs) {
          for (auto& permit : permits_of(spec, unit.unit)) policy.permits.push_back(std::move(permit));
        }
      }
    }
    gate_ = route::WriteGate({policy});
    session = std::make_unique<ModbusSession>(plan_, link, gate_, sink);
    session->set_reply_sink(replies);
    session->start(now());
  }
  /// Before start().
  ModbusUnitPlan& unit(std::size_t index) { return plan_.units[index]; }
  [[nodiscard]] const route::WriteGate& gate() const { return gate_; }
  void open() { link.open(now()); }

  [[nodiscard]] core::Stamp now() const { return stamp(time_); }
  /// Lets devices answer and time pass, to `until`; a line that is wished to be opened anew is.
  void run_until(milliseconds until) {
    while (time_ < until) {
      if (reopens_ != link.reopens) {
        reopens_ = link.reopens;
        link.open(now());
      }
      if (link.pending()) {
        asked.push_back(*link.pending());
        auto reply = devices.at(link.pending()->unit)(*link.pending());
        time_ += std::chrono::duration_cast<milliseconds>(reply.took);
        ++answered[link.pending()->unit];
        link.answer(std::move(reply), now());
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

  test::FakeModbusLink link;
  ModbusSink sink;
  Replies replies;
  std::map<unsigned, Device> devices;
  std::map<unsigned, int> answered;
  std::vector<core::ModbusRequest> asked;
  std::unique_ptr<ModbusSession> session;

 private:
  ModbusBusPlan plan_;
  route::WriteGate gate_;
  std::uint32_t points_ = 0;
  int reopens_ = 0;
  milliseconds time_{0};
};

}  // namespace bmsgw::driver
