#pragma once

#include <string>
#include <vector>

#include "app/dbc/file.hpp"

namespace bmsgw::app::dbc {

/// The packets of a DBC file as params_config.json has them.
struct ParamsSection {
  std::string json;  ///< {"packets": {...}}, for a protocol of CAN buses
  std::size_t packets = 0;
  std::size_t params = 0;
  std::vector<Remark> remarks;  ///< one per message or signal that isn't there, or not wholly; by line
};

/// Thread: any.
[[nodiscard]] ParamsSection params_section(const File& file);

}  // namespace bmsgw::app::dbc
