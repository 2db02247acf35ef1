#pragma once

#include <cstdint>
#include <string>

#include "bmsgw/core/ids.hpp"

namespace bmsgw::core {

/// What somebody asks of a bus. The route layer's write_gate decides whether it may go out.
struct Command {
  enum class Kind : std::uint8_t {
    read,   ///< asks for a value
    write,  ///< everything else
  };
  std::uint64_t id = 0;
  BusId bus{};
  Kind kind = Kind::write;
  std::string target;     ///< G1: sentence name
  std::string arguments;  ///< G1: fields as text, comma separated; of a read at most the parameter's id
};

}  // namespace bmsgw::core
