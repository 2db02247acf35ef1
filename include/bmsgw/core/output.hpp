#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace bmsgw::core {

/// How one output's values are written for the server.
struct OutputDescription {
  std::string key;
  std::int8_t decimals = -1;
  bool fixed = false;                         ///< print exactly `decimals` places
  bool expand = false;                        ///< a list goes out as one key per element: key_0, key_1, ...
  std::map<std::int64_t, std::string> names;  ///< code -> text; the number goes out under `<key>Code`
  bool json = false;                          ///< a text is JSON already: an object goes out as one
};

}  // namespace bmsgw::core
