#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bmsgw::core {

/// One row of "Parameter meaning by ID": what a G1 unit's configuration parameter holds.
/// value = (raw + offset) x factor. G1 Control Unit Serial Protocol 2.1.0, p. 44-58.
struct G1Parameter {
  enum class Kind : std::uint8_t {
    number,
    flags,  ///< bits with names
    text,   ///< characters, two digits each (0503)
  };
  std::uint16_t id = 0;
  std::string name;   ///< capacity
  std::string title;  ///< Capacity
  Kind kind = Kind::number;
  std::uint8_t bytes = 1;  ///< 1, 2 or 4
  bool is_signed = false;
  double offset = 0;
  double factor = 1;
  std::int8_t decimals = 0;
  std::string units{};
  std::vector<std::pair<std::uint8_t, std::string>> bits{};  ///< number and name
  std::string about{};                                       ///< one line
  bool advised_against = false;  ///< the manual advises not to set it from outside
};

}  // namespace bmsgw::core
