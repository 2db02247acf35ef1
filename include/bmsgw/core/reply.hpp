#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bmsgw::core {

/// How a command ended.
enum class Outcome : std::uint8_t {
  ok,
  timed_out,       ///< nobody answered
  device_refused,  ///< the device said no
  login_needed,    ///< the device said that somebody has to log in first
  bus_down,        ///< the line or the device isn't there
  refused,         ///< not by the device: the bus's settings don't let it out, or it was stopped on purpose
  busy,            ///< too much waits for the bus
  failed,          ///< it was done, and the result isn't what was asked for; or it broke off
};
/// The code of an answer: timed_out, device_refused, ...
[[nodiscard]] std::string_view to_string(Outcome outcome);
/// The other way round; of another code failed.
[[nodiscard]] Outcome outcome_named(std::string_view code);

/// What became of a command: each that was submitted with an id other than 0 gets exactly one.
struct Reply {
  std::uint64_t id = 0;  ///< of the command
  Outcome outcome = Outcome::ok;
  std::string reason{};                ///< why not, for people; of ok: a remark, or empty
  std::vector<std::string> lines{};    ///< G1: what answered, as `NAME,field,field`, without CRC
  std::optional<double> before{};      ///< Modbus, SNMP, of a write: what the point was, in its units
  std::optional<double> after{};       ///< what it is now, as read back; of a read: the value
  std::vector<std::uint16_t> words{};  ///< Modbus, of a raw read: the items
};

}  // namespace bmsgw::core
