#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "bmsgw/codec/modbus/pdu.hpp"

/// What has come on a TCP connection, before it is taken. Pure. Thread: any.
namespace bmsgw::transport {

enum class TcpPending : std::uint8_t {
  frame,     ///< at least one whole frame
  nothing,   ///< not a byte
  torn,      ///< more of it must come
  nonsense,  ///< no frame begins like this
  end,       ///< of the connection
};

/// By the length that the frame itself says.
[[nodiscard]] inline TcpPending judge_head(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kBeforeLength = 6;  // what the length doesn't count
  constexpr std::size_t kLeastLength = 3;   // unit, function, one byte
  constexpr std::size_t kMostLength = 1 + codec::modbus::kMostPduBytes;
  if (bytes.empty()) return TcpPending::nothing;
  if (bytes.size() < kBeforeLength) return TcpPending::torn;
  const std::size_t length = std::size_t{bytes[4]} << 8U | bytes[5];
  if (bytes[2] != 0 || bytes[3] != 0 || length < kLeastLength || length > kMostLength)
    return TcpPending::nonsense;
  return bytes.size() < kBeforeLength + length ? TcpPending::torn : TcpPending::frame;
}

}  // namespace bmsgw::transport
