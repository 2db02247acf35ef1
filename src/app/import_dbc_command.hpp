#pragma once

#include <iosfwd>
#include <string>

namespace bmsgw::app {

/// Largest DBC file that is read.
inline constexpr std::size_t kLongestDbc = std::size_t{16} << 20U;

/// Turns a DBC file into a section of params_config.json on `out`; a line on `err` for each message, signal
/// and statement that isn't taken over, and one that counts them. kExitFailed, and nothing on `out`, when the
/// file can't be read or holds no message.
int import_dbc(const std::string& path, std::ostream& out, std::ostream& err);

}  // namespace bmsgw::app
