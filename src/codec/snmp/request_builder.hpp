#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bmsgw/codec/snmp/agent_decoder.hpp"
#include "bmsgw/codec/snmp/map_spec.hpp"

namespace bmsgw::codec::snmp {

/// Bytes of a varbind of an answer: the name exactly, of the value what is usual.
[[nodiscard]] std::size_t varbind_size(std::string_view oid, bool is_text);

/// Puts objects into as few requests as the limits allow; what is too large for any has one of its own.
/// Thread: any (no sharing).
class RequestBuilder {
 public:
  struct Place {
    std::uint32_t read = 0;
    std::uint32_t index = 0;  ///< of the request's objects
  };

  RequestBuilder(const RequestLimits& limits, std::vector<Read>& reads) : limits_(limits), reads_(reads) {}

  /// What is added from now on goes into requests of its own.
  void begin(std::uint32_t group, core::SnmpRequest::Kind kind);
  Place add(std::string_view oid, bool is_text);
  /// How many rows of so many columns, of this size, one request can have; at least 1.
  [[nodiscard]] std::uint32_t rows_of(std::uint32_t columns, std::size_t row_size) const;
  /// Whether as many columns, of this size, can be in one request.
  [[nodiscard]] bool has_room(std::uint32_t columns, std::size_t row_size) const;

 private:
  const RequestLimits& limits_;
  std::vector<Read>& reads_;
  std::uint32_t group_ = 0;
  core::SnmpRequest::Kind kind_ = core::SnmpRequest::Kind::get;
  std::uint32_t objects_ = 0;  ///< of the present request; 0: there is none
  std::size_t size_ = 0;       ///< of its answer
};

}  // namespace bmsgw::codec::snmp
