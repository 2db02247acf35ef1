// The inverse of pdu_encoder.cpp; its head shows the frames. Nothing is taken that isn't exactly as long as
// it says: a serial line has no other sign of an answer that began too early or of one that was torn.
#include <algorithm>

#include "bmsgw/codec/modbus/pdu.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::ModbusFunction;
using core::ModbusOutcome;
using Frame = std::span<const std::uint8_t>;

constexpr std::uint8_t kRefused = 0x80;  ///< added to the function
constexpr std::uint16_t kCoilOn = 0xFF00;
constexpr std::size_t kHeadBytes = 6;  ///< unit, function, address, count or value

std::uint16_t word_at(Frame bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8U | bytes[at + 1]);
}

std::size_t bytes_of(ModbusFunction function, std::size_t items) {
  return core::is_of_bits(function) ? (items + 7) / 8 : 2 * items;
}

void get_items(ModbusFunction function, Frame bytes, std::uint16_t count, std::vector<std::uint16_t>& items) {
  items.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    items[i] = core::is_of_bits(function) ? static_cast<std::uint16_t>((bytes[i / 8] >> (i % 8)) & 1U)
                                          : word_at(bytes, 2 * i);
  }
}

/// `bytes`: the number of bytes and the items, nothing else.
bool are_items(ModbusFunction function, Frame bytes, std::uint16_t count) {
  const auto expected = bytes_of(function, count);
  return bytes.size() == 1 + expected && bytes[0] == expected;
}

/// The answer to a write says address and value or count again.
bool repeats(const core::ModbusRequest& request, Frame answer) {
  Bytes expected;
  encode_answer(request, {}, expected);
  return std::ranges::equal(answer, expected);
}

/// The value of a write of one item. False: none that a coil knows (6.5).
bool get_single(std::uint16_t word, core::ModbusRequest& request) {
  request.count = 1;
  if (request.function == ModbusFunction::write_register) {
    request.values.push_back(word);
    return true;
  }
  request.values.push_back(word == kCoilOn ? 1 : 0);
  return word == kCoilOn || word == 0;
}

/// What stands behind the head: of a write of several items these.
bool get_rest(Frame rest, core::ModbusRequest& request) {
  if (request.function != ModbusFunction::write_coils && request.function != ModbusFunction::write_registers)
    return rest.empty();
  if (!are_items(request.function, rest, request.count)) return false;
  get_items(request.function, rest.subspan(1), request.count, request.values);
  return true;
}

}  // namespace

AnswerVerdict decode_answer(const core::ModbusRequest& request, Frame answer,
                            std::vector<std::uint16_t>& values) {
  if (answer.size() < 3 || answer.size() > 1 + kMostPduBytes) return {ModbusOutcome::bad_answer};
  const auto function = static_cast<std::uint8_t>(request.function);
  if (answer[0] != request.unit || (answer[1] & ~kRefused) != function)
    return {ModbusOutcome::foreign_answer};
  if (answer[1] != function) {
    if (answer.size() != 3) return {ModbusOutcome::bad_answer};
    return {ModbusOutcome::exception, answer[2]};
  }
  if (!core::is_read(request.function))
    return {repeats(request, answer) ? ModbusOutcome::ok : ModbusOutcome::bad_answer};
  if (!are_items(request.function, answer.subspan(2), request.count)) return {ModbusOutcome::bad_answer};
  get_items(request.function, answer.subspan(3), request.count, values);
  return {ModbusOutcome::ok};
}

AnswerVerdict decode_tcp_answer(const core::ModbusRequest& request, std::uint16_t transaction, Frame frame,
                                std::vector<std::uint16_t>& values) {
  constexpr std::size_t kBeforeUnit = kTcpHeaderBytes - 1;
  if (frame.size() <= kTcpHeaderBytes || word_at(frame, 2) != 0 ||
      word_at(frame, 4) != frame.size() - kBeforeUnit)
    return {ModbusOutcome::bad_answer};
  if (word_at(frame, 0) != transaction) return {ModbusOutcome::foreign_answer};
  return decode_answer(request, frame.subspan(kBeforeUnit), values);
}

std::optional<core::ModbusRequest> decode_request(Frame frame) {
  if (frame.size() < kHeadBytes) return std::nullopt;
  core::ModbusRequest request;
  request.unit = frame[0];
  request.function = static_cast<ModbusFunction>(frame[1]);
  request.address = word_at(frame, 2);
  const auto word = word_at(frame, 4);
  const bool single =
      request.function == ModbusFunction::write_coil || request.function == ModbusFunction::write_register;
  if (!single) request.count = word;
  if (single && !get_single(word, request)) return std::nullopt;
  if (!get_rest(frame.subspan(kHeadBytes), request) || !is_well_formed(request)) return std::nullopt;
  return request;
}

}  // namespace bmsgw::codec::modbus
