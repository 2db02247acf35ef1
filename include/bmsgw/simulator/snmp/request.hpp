#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/core/snmp.hpp"
#include "bmsgw/simulator/snmp/value.hpp"

namespace bmsgw::simulator::snmp {

/// What a manager asks. Thread: any.
struct Request {
  using Kind = core::SnmpRequest::Kind;

  Kind kind = Kind::get;
  core::SnmpVersion version = core::SnmpVersion::v1;
  std::vector<Varbind> varbinds;    ///< values only of a set
  std::int64_t non_repeaters = 0;   ///< of a get_bulk
  std::int64_t repetitions = 0;     ///< of a get_bulk
  bool may_write = false;           ///< as who it comes from
  std::size_t most_bytes = 0xFFFF;  ///< of the answer's message
  std::size_t header_bytes = 40;    ///< of the answer's message, without the varbinds
};

/// error-status and error-index; the varbinds of an error are those of the request.
struct Answer {
  std::uint32_t status = 0;
  std::uint32_t index = 0;
  std::vector<Varbind> varbinds;
};

/// C.0.N of the vendor's enterprise; v1: specific N.
struct Trap {
  std::uint32_t number = 0;
  std::vector<Varbind> varbinds;
};

}  // namespace bmsgw::simulator::snmp
