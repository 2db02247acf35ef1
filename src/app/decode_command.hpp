#pragma once

#include <iosfwd>
#include <string>

#include "bmsgw/config/loader.hpp"

namespace bmsgw::app {

/// Explains one raw sentence by the configuration's first enabled G1 bus: a table to `out`, or one JSON
/// object. 0; 1 when the CRC is wrong (the fields are shown all the same) or there is no sentence at all
/// (said to `err`).
int decode_g1(const config::Config& config, const std::string& sentence, bool json, std::ostream& out,
              std::ostream& err);

/// Explains one CAN frame, as cansend(1) writes it, by the first enabled CAN bus that has a packet for it. 0;
/// 1 when it is no frame or there is no CAN bus (said to `err`).
int decode_can(const config::Config& config, const std::string& frame, bool json, std::ostream& out,
               std::ostream& err);
/// replay_log() of a file; "-" is standard input. 0; 1 when nothing could be decoded.
int decode_can_log(const config::Config& config, const std::string& path, bool json, std::ostream& out,
                   std::ostream& err);

/// Explains registers, lines as of RegisterDump ("-": standard input), by the map of the Modbus device `bus`
/// (empty: the first). 0; 1 when they are none or there is no such device (said to `err`).
int decode_modbus(const config::Config& config, const std::string& registers, const std::string& bus,
                  bool json, std::ostream& out, std::ostream& err);

}  // namespace bmsgw::app
