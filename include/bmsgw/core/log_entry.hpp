#pragma once

#include <cstdint>
#include <string_view>

namespace bmsgw::core {

/// An entry of a G1 unit's event log. G1 Control Unit Serial Protocol 2.1.0, LG1, p. 23-25.
struct LogEntry {
  std::uint32_t code = 0;
  std::string_view text{};   ///< empty: not in the protocol's table
  std::int64_t unix_ms = 0;  ///< when it happened, by our clock: the unit's is corrected by what TD1 says
};

}  // namespace bmsgw::core
