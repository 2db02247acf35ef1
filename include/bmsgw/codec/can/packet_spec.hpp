#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/can_signal.hpp"
#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/ids.hpp"

/// What the configuration says of CAN frames, as decoding and encoding need it.
namespace bmsgw::codec::can {

/// One configured value of a packet.
struct SignalSpec {
  core::PointId point{};
  core::CanPlace place;  ///< without a fault (core::fault_of)
  core::FieldFormat
      format;  ///< HEX_BIT_BOOL: a bool, else a number; of bits, bit and big_end the place's count
  bool list = false;
};

/// The frames of one packet: ids id ... id + range - 1.
struct PacketSpec {
  core::CanId id;
  std::uint32_t range = 1;
  std::int16_t dlc = -1;  ///< the length that is accepted, in bytes; 0 and below: any
  std::vector<SignalSpec> signals;
};

}  // namespace bmsgw::codec::can
