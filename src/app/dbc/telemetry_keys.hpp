#pragma once

#include <string>
#include <vector>

namespace bmsgw::app::dbc {

/// A value that wants a telemetry key.
struct KeyWish {
  std::string message;
  std::string signal;
  std::string id;          ///< of the packet, X18FF0001
  bool has_names = false;  ///< takes <key>Code too
};

/// A key for each wish, all different: the signal's name; with others of this name message_signal; where that
/// is taken too message_signal_id. Empty: even that is taken, or longer than 128 characters.
[[nodiscard]] std::vector<std::string> telemetry_keys(const std::vector<KeyWish>& wishes);

}  // namespace bmsgw::app::dbc
