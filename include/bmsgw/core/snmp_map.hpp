#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/core/snmp.hpp"

/// What a map says of an SNMP agent: where values stand, what its traps mean, what its commands set.
/// Thread: any.
namespace bmsgw::core {

/// Where a value, or each element of a list, stands.
struct SnmpPlace {
  std::string oid;                ///< of a single value with its instance (... .0); of a list the column
  bool is_text = false;           ///< octets as they are; else a number, also one written in digits
  std::uint32_t first_index = 1;  ///< of a list: the instance of its first element, which is element 0
  std::uint32_t count = 1;        ///< elements of a list (the most, when another value says how many)

  bool operator==(const SnmpPlace&) const = default;
};

/// A param of the same device.
struct ParamName {
  std::string packet;
  std::string param;

  bool operator==(const ParamName&) const = default;
};

/// A factor that the device's documents leave open, settled once by what it tells.
struct SnmpScale {
  std::string name;   ///< temperature_scale
  double coarse = 1;  ///< the factors that it may be
  double fine = 0.1;
  double raw_least = -40;  ///< a raw value outside of these can only be of the fine one
  double raw_most = 100;
  std::optional<ParamName> limit_low;  ///< alarm limits, scaled: a value beyond them is implausible
  std::optional<ParamName> limit_high;
  std::vector<ParamName> references;  ///< scaled: what the values should be near to; the first that is known
  double reference_span = 15;         ///< how near
};

/// A param that tells of an alarm.
struct SnmpAlarm {
  /// Whose it is: nothing: not told; `is_index`: the table's index; else a list param with the same elements.
  struct Owner {
    bool is_index = false;
    std::optional<ParamName> list;
  };
  std::string quantity;                 ///< voltage, temperature ...
  std::vector<std::int64_t> normal{1};  ///< the codes that mean that there is none
  std::optional<Owner> string;
  std::optional<Owner> battery;
  bool is_numbered = false;  ///< the table's index tells its elements apart: see numbered_quantity()
};

/// What stands where in a trap.
enum class SnmpTrapRole : std::uint8_t { ignore, string, battery, index, event, value, text };

/// What an event number, or a trap without one, means.
struct SnmpEventMeaning {
  std::string quantity;   ///< empty: it is about the whole device
  std::string state;      ///< "normal" ends the alarm of this quantity; "{severity}Low": with the trap's
  std::string text;       ///< when the trap has none
  bool is_alarm = false;  ///< it opens or ends an alarm; else it only happened
};

struct SnmpTrapSpec {
  std::string trap;                         ///< 1.3.6.1.4.1.3808.0.603
  std::string severity;                     ///< alarm, warn, info; put in place of {severity}
  std::vector<SnmpTrapRole> varbinds;       ///< in their order
  std::optional<SnmpEventMeaning> meaning;  ///< of a trap without an event number
};

struct SnmpTraps {
  std::vector<SnmpTrapSpec> traps;
  /// By the object that holds the number, since the numbers of several overlap.
  std::map<std::string, std::map<std::int64_t, SnmpEventMeaning>> events;
  std::string text;                    ///< the object that holds the text; empty: by role only
  std::vector<std::string> then_read;  ///< packets that are read at once after a trap
};

/// One object that a command sets.
struct SnmpSetStep {
  std::string oid;
  bool is_argument = false;  ///< the caller's value in place of `value`
  double value = 0;          ///< as a user reads it: raw = value / factor - offset
  FieldFormat format;
};

/// An object that tells when a command is done.
struct SnmpUntil {
  std::string oid;
  std::int64_t equals = 0;
  std::map<std::int64_t, std::string> fails;  ///< codes that mean that it won't be, and why
  double every_s = 1;
  double timeout_s = 60;
};

/// A command of a map, or of a point that can be written.
struct SnmpCommandSpec {
  std::string name;
  std::string description;
  std::vector<SnmpSetStep> sets;  ///< in one request
  bool verify = true;             ///< read back and compare
  std::optional<SnmpUntil> until;
  std::vector<std::string> then_read;  ///< packets that are read at once when it is done
  std::optional<ValueRange> argument;  ///< it wants one, within these
};

/// What a map has besides its packets.
struct SnmpMap {
  std::vector<SnmpScale> scales;
  SnmpTraps traps;
  std::vector<SnmpCommandSpec> commands;
};

}  // namespace bmsgw::core
