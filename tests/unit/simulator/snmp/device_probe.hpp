#pragma once

#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/simulator/snmp/device.hpp"

namespace bmsgw::simulator::snmp {

inline Options options_of(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "bms-snmp-agent");
  auto parsed = parse_command_line(static_cast<int>(arguments.size()), arguments.data());
  if (!std::holds_alternative<Options>(parsed)) throw std::invalid_argument("options");
  return std::get<Options>(parsed);
}

/// A battery manager of two strings of three batteries at rest, asked over v2c unless told.
class DeviceProbe {
 public:
  explicit DeviceProbe(const std::vector<const char*>& more = {}) : options_(options(more)) { at(0); }

  Answer ask(Request::Kind kind, const std::vector<Varbind>& varbinds,
             core::SnmpVersion version = core::SnmpVersion::v2c) {
    Request request;
    request.kind = kind;
    request.version = version;
    request.varbinds = varbinds;
    request.may_write = true;
    return device.answer(request);
  }
  Value get(const std::string& oid) {
    return ask(Request::Kind::get, {{oid_of(oid)}}).varbinds.front().value;
  }
  /// Below the battery manager's root.
  Value manager(const std::string& below) { return get("1.3.6.1.4.1.3808.1.1.7." + below); }
  std::int64_t number(const std::string& below) { return manager(below).number; }
  Answer set(const std::string& below, Value value, core::SnmpVersion version = core::SnmpVersion::v2c) {
    return ask(Request::Kind::set, {{oid_of("1.3.6.1.4.1.3808.1.1.7." + below), std::move(value)}}, version);
  }
  void at(double seconds) {
    device.on_time(std::chrono::duration_cast<Device::Elapsed>(std::chrono::duration<double>(seconds)));
  }
  /// Carried out, and looked at.
  void control(const std::string& line) {
    const auto result = device.control(line);
    if (!result.ok) throw std::invalid_argument(result.text);
    at(time_s += 0.1);
  }

 private:
  static Options options(std::vector<const char*> more) {
    more.insert(more.begin(), {"--cells", "3", "--strings", "2", "--scenario", "idle"});
    return options_of(more);
  }
  Options options_;

 public:
  Device device{*options_.device, options_.agent.bulk};
  double time_s = 0;
};

}  // namespace bmsgw::simulator::snmp
