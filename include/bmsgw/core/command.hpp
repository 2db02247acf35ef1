#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/modbus.hpp"
#include "bmsgw/core/snmp.hpp"

namespace bmsgw::core {

/// To a G1 unit: a sentence without its CRC.
struct SentenceCommand {
  std::string sentence;
  std::string fields;  ///< comma separated; of a read "" or the parameter's id
};

/// What somebody asks of a bus. The route layer's write_gate decides whether it may go out.
struct Command {
  enum class Kind : std::uint8_t {
    read,   ///< asks for a value
    write,  ///< everything else
  };
  using What = std::variant<SentenceCommand, CanFrame, ModbusRequest, SnmpRequest>;
  std::uint64_t id = 0;
  BusId bus{};
  Kind kind = Kind::write;
  What what;
  /// Modbus and SNMP, of a write: the map's command, or the point as packet/param.
  std::string name{};
};

}  // namespace bmsgw::core
