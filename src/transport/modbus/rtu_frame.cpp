#include "rtu_frame.hpp"

#include <algorithm>
#include <optional>

namespace bmsgw::transport {
namespace {

using codec::modbus::AnswerVerdict;
using core::ModbusFunction;
using core::ModbusOutcome;

constexpr std::size_t kCrcBytes = 2;
constexpr std::size_t kWriteAnswerBytes = 6 + kCrcBytes;
constexpr std::size_t kMostBytes = 256;
constexpr std::uint8_t kRefused = 0x80;

bool answers(const AnswerVerdict& verdict) {
  return verdict.outcome == ModbusOutcome::ok || verdict.outcome == ModbusOutcome::exception;
}

bool has_an_answer_like_it(ModbusFunction function) {
  return function == ModbusFunction::write_coil || function == ModbusFunction::write_register;
}

bool is_echo(const core::ModbusRequest& request, RtuBytes sent, RtuBytes received) {
  return !sent.empty() && !has_an_answer_like_it(request.function) && received.size() >= sent.size() &&
         std::ranges::equal(sent, received.first(sent.size()));
}

/// The answer, if `bytes` begin with it.
std::optional<AnswerVerdict> answer_at(const core::ModbusRequest& request, RtuBytes bytes,
                                       std::vector<std::uint16_t>& values) {
  if (bytes.size() < kExceptionBytes) return std::nullopt;
  const std::size_t size = (bytes[1] & kRefused) != 0 ? kExceptionBytes : answer_bytes(request);
  if (bytes.size() < size || !has_crc(bytes.first(size))) return std::nullopt;
  const auto verdict = codec::modbus::decode_answer(request, bytes.first(size - kCrcBytes), values);
  return answers(verdict) ? std::optional(verdict) : std::nullopt;
}

bool begins_with_frame(RtuBytes bytes) {
  if (bytes.size() < kExceptionBytes) return false;
  const auto size = bytes_taken(bytes);
  return bytes.size() >= size && has_crc(bytes.first(size));
}

/// `bytes` begin like an answer to it, and are no less than an exception.
bool begins_like_answer(const core::ModbusRequest& request, RtuBytes bytes) {
  const auto function = static_cast<std::uint8_t>(request.function);
  if (bytes.size() < kExceptionBytes || bytes[0] != request.unit) return false;
  if (bytes[1] == (function | kRefused)) return true;
  if (bytes[1] != function) return false;
  const bool is_as_long = bytes[2] + std::size_t{3} + kCrcBytes == answer_bytes(request);
  return !core::is_read(request.function) || is_as_long || begins_with_frame(bytes);
}

}  // namespace

std::size_t answer_bytes(const core::ModbusRequest& request) {
  if (!core::is_read(request.function)) return kWriteAnswerBytes;
  const std::size_t items = core::is_of_bits(request.function) ? (request.count + std::size_t{7}) / 8
                                                               : std::size_t{2} * request.count;
  return 3 + items + kCrcBytes;
}

std::size_t bytes_taken(RtuBytes begin) {
  constexpr std::uint8_t kReportServerId = 0x11;
  constexpr std::uint8_t kMaskWrite = 0x16;
  constexpr std::uint8_t kReadAndWrite = 0x17;
  const auto function = begin[1];
  if (function == 5 || function == 6 || function == 15 || function == 16) return kWriteAnswerBytes;
  if (function == kMaskWrite) return kWriteAnswerBytes + 2;
  const bool counted = function <= 4 || function == kReportServerId || function == kReadAndWrite;
  if (!counted) return kExceptionBytes;
  const std::size_t size = 3U + begin[2] + kCrcBytes;
  return size <= kMostBytes ? size : 3;  // it gives up there
}

bool has_crc(RtuBytes frame) {
  if (frame.size() <= kCrcBytes) return false;
  const auto crc = codec::modbus::crc16(frame.first(frame.size() - kCrcBytes));
  return frame[frame.size() - 2] == (crc & 0xFFU) && frame[frame.size() - 1] == crc >> 8U;
}

bool has_answer(const core::ModbusRequest& request, RtuBytes received) {
  std::vector<std::uint16_t> ignored;
  return answers(judge_stray(request, {}, received, ignored));
}

bool has_broken_answer(const core::ModbusRequest& request, RtuBytes received) {
  for (; received.size() >= kExceptionBytes; received = received.subspan(1)) {
    if (begins_like_answer(request, received)) return true;
  }
  return false;
}

AnswerVerdict judge_stray(const core::ModbusRequest& request, RtuBytes sent, RtuBytes received,
                          std::vector<std::uint16_t>& values) {
  if (is_echo(request, sent, received)) return {ModbusOutcome::echo};
  for (std::size_t at = 0; at < received.size(); ++at) {
    if (const auto verdict = answer_at(request, received.subspan(at), values)) return *verdict;
  }
  return {begins_with_frame(received) ? ModbusOutcome::foreign_answer : ModbusOutcome::bad_answer};
}

}  // namespace bmsgw::transport
