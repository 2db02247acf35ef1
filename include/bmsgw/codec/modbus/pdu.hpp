#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bmsgw/core/modbus.hpp"

/// Protocol data units, and their frames on TCP and on a serial line. Pure. Thread: any.
///   TCP  | transaction 2 | protocol 2 = 0 | length 2 | unit 1 | PDU |
///   RTU  | unit 1 | PDU | CRC 2, low byte first |
///   PDU  | function 1 | data |
/// MODBUS Messaging on TCP/IP V1.0b 3.1.3, MODBUS over Serial Line V1.02 2.5.1, MODBUS Application Protocol
/// V1.1b3 4.1 and 6.
namespace bmsgw::codec::modbus {

inline constexpr std::size_t kMostPduBytes = 253;
inline constexpr std::size_t kTcpHeaderBytes = 7;  ///< with the unit

using Bytes = std::vector<std::uint8_t>;

/// A function that we know, 1 to most_items() items, none beyond 0xFFFF; of a write `count` values, bits 0 or
/// 1; of a read none.
[[nodiscard]] bool is_well_formed(const core::ModbusRequest& request);

/// Unit and PDU, without CRC. `into` is overwritten; empty: the request is not well formed.
void encode_request(const core::ModbusRequest& request, Bytes& into);
/// The whole TCP frame; empty as above.
void encode_tcp_request(const core::ModbusRequest& request, std::uint16_t transaction, Bytes& into);

struct AnswerVerdict {
  core::ModbusOutcome outcome =
      core::ModbusOutcome::bad_answer;  ///< ok, exception, bad_answer, foreign_answer
  std::uint8_t exception = 0;
};
/// Whether `answer` (unit and PDU, without CRC or TCP header) answers `request`: unit, function, length, and
/// of a write the echo of address and value or count. Of a good answer to a read `values` gets the items
/// (`request.count`, bits as 0 or 1); it is left alone otherwise. What stands in the last byte besides the
/// bits that were asked for is not looked at: devices differ.
[[nodiscard]] AnswerVerdict decode_answer(const core::ModbusRequest& request,
                                          std::span<const std::uint8_t> answer,
                                          std::vector<std::uint16_t>& values);
/// The same for a whole TCP frame.
[[nodiscard]] AnswerVerdict decode_tcp_answer(const core::ModbusRequest& request, std::uint16_t transaction,
                                              std::span<const std::uint8_t> frame,
                                              std::vector<std::uint16_t>& values);

/// The other side, for simulators. Unit and PDU without CRC; nothing: no request that we know, or not well
/// formed (the length must be exact).
[[nodiscard]] std::optional<core::ModbusRequest> decode_request(std::span<const std::uint8_t> frame);
/// `values`: of a read `request.count` of them; of a write none are looked at.
void encode_answer(const core::ModbusRequest& request, std::span<const std::uint16_t> values, Bytes& into);
void encode_exception(std::uint8_t unit, std::uint8_t function, std::uint8_t code, Bytes& into);

/// CRC-16/MODBUS; goes out low byte first.
[[nodiscard]] std::uint16_t crc16(std::span<const std::uint8_t> bytes);

}  // namespace bmsgw::codec::modbus
