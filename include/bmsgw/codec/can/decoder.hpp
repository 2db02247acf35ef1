#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/can_signal.hpp"
#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"

// Interface sketch: the codec's author may add to it.
namespace bmsgw::codec::can {

/// One configured value of a packet.
struct SignalSpec {
  core::PointId point{};
  core::CanPlace place;  ///< without a fault (core::fault_of)
  core::FieldFormat
      format;  ///< encoding HEX_BIT_BOOL gives a bool; else a number. bits, big_end: the place's
  bool list = false;
};

/// The frames of one packet: ids id ... id + range - 1.
struct PacketSpec {
  core::CanId id;
  std::uint32_t range = 1;
  std::int16_t dlc = -1;  ///< the length that is accepted, in bytes; 0 and below: any
  std::vector<SignalSpec> signals;
};

enum class DecodeResult : std::uint8_t {
  decoded,
  unknown,       ///< no packet has this id
  wrong_length,  ///< not the packet's dlc
  empty,         ///< length 0: a request of somebody, or "no data"; never decoded
  remote,        ///< somebody asks
};

}  // namespace bmsgw::codec::can
