#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/firmware.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/modbus.hpp"
#include "bmsgw/core/snmp.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::core {

/// To a G1 unit: a sentence without its CRC.
struct SentenceCommand {
  /// What shows that the unit has dealt with it.
  enum class Answer : std::uint8_t {
    none,     ///< nothing does: it is over when the unit has had time to ask for a log-in
    one,      ///< a sentence of this name; of CF2 and of a single SS1 with the same first field
    list,     ///< sentences of this name, until none comes any more
    restart,  ///< the unit starts anew: '#', or VR1
  };
  std::string sentence;
  std::string fields;  ///< comma separated; of a read "" or the id of a parameter or statistic
  Answer answer = Answer::none;
};

/// To a G1 unit: a restart and then five 'x', within ten seconds and with nothing before them.
/// G1 Control Unit Serial Protocol 2.1.0, "Master Clear", p. 43.
struct MasterClear {};

/// To a G1 unit: new firmware, through its boot loader.
struct FirmwareUpgrade {
  std::shared_ptr<const FirmwareImage> image;  ///< never null
  /// Sends RS1; false: somebody turns the unit off and on.
  bool reset = true;
};
/// Ends an upgrade that has not sent its first frame yet.
struct FirmwareAbort {};

/// To a Modbus or SNMP device: what its map says of a command or point.
struct MapRequest {
  enum class Kind : std::uint8_t { command, write, read };
  Kind kind = Kind::read;
  std::string name;  ///< of the map's command; of the point: param, or packet/param
  std::optional<double> argument{};
};

/// What somebody asks of a bus. The route layer's write_gate decides whether it may go out.
struct Command {
  enum class Kind : std::uint8_t {
    read,   ///< asks for a value
    write,  ///< everything else
  };
  using What = std::variant<SentenceCommand, CanFrame, ModbusRequest, SnmpRequest, MasterClear,
                            FirmwareUpgrade, FirmwareAbort>;
  std::uint64_t id = 0;  ///< of the reply; 0: nobody waits for one
  BusId bus{};
  Kind kind = Kind::write;
  What what;
  /// Modbus and SNMP, of a write: the map's command, or the point as packet/param.
  std::string name{};
  MonoTime expires = kNever;  ///< not sent after this: somebody has given up on it
};

}  // namespace bmsgw::core
