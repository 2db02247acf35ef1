#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bmsgw/codec/modbus/pdu.hpp"
#include "bmsgw/core/modbus.hpp"

/// What came on a serial line that isn't simply the answer. Pure. Thread: any.
namespace bmsgw::transport {

using RtuBytes = std::span<const std::uint8_t>;

inline constexpr std::size_t kExceptionBytes = 5;  ///< with CRC

/// Of the good answer to a request, with CRC.
[[nodiscard]] std::size_t answer_bytes(const core::ModbusRequest& request);

/// How many bytes libmodbus has read when it says that a frame is foreign or malformed: it goes by function
/// and byte count alone. `begin`: at least 3 bytes.
[[nodiscard]] std::size_t bytes_taken(RtuBytes begin);

/// Its last two bytes are the CRC of the others.
[[nodiscard]] bool has_crc(RtuBytes frame);

/// All that came until the line was quiet, of which no plain answer could be made. `sent`: the request with
/// its CRC; empty: it can't be in it. In this order: the request itself comes back (echo; not of functions 5
/// and 6, whose answers look the same); somewhere in it is the answer, after noise or another's frame; it
/// begins with another's frame (foreign_answer); else bad_answer.
[[nodiscard]] codec::modbus::AnswerVerdict judge_stray(const core::ModbusRequest& request, RtuBytes sent,
                                                       RtuBytes received, std::vector<std::uint16_t>& values);

/// Somewhere in it is the answer, good or an exception.
[[nodiscard]] bool has_answer(const core::ModbusRequest& request, RtuBytes received);

/// Something in it is what became of the answer: broken, torn, or not what was asked for. Else the answer may
/// still come.
[[nodiscard]] bool has_broken_answer(const core::ModbusRequest& request, RtuBytes received);

}  // namespace bmsgw::transport
