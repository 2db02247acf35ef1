// Requests and answers of Modbus, as a serial line and TCP carry them. The input: as a whole a request; then
// a request of five bytes and, behind it, what answers it.
#include <algorithm>
#include <vector>

#include "bmsgw/codec/modbus/pdu.hpp"

#include "fuzz_support.hpp"
#include "input_reader.hpp"

namespace {

namespace core = bmsgw::core;
namespace modbus = bmsgw::codec::modbus;
using bmsgw::fuzz::Reader;
using bmsgw::fuzz::require;
using core::ModbusOutcome;
using modbus::Bytes;
using Words = std::vector<std::uint16_t>;

constexpr std::uint16_t kTransaction = 0x1234;
const Words kBefore{0xDEAD};

/// Transaction, protocol, length, and what is there.
Bytes as_tcp(std::span<const std::uint8_t> frame) {
  Bytes bytes{kTransaction >> 8U, kTransaction & 0xFFU, 0, 0};
  bytes.push_back(static_cast<std::uint8_t>(frame.size() >> 8U));
  bytes.push_back(static_cast<std::uint8_t>(frame.size() & 0xFFU));
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  return bytes;
}

void check_serial(const Bytes& frame) {
  auto whole = frame;
  const auto sum = modbus::crc16(frame);
  whole.push_back(static_cast<std::uint8_t>(sum & 0xFFU));
  whole.push_back(static_cast<std::uint8_t>(sum >> 8U));
  require(modbus::crc16(whole) == 0, "the sum of a frame with its sum is 0");
}

void check_request(const core::ModbusRequest& request) {
  Bytes bytes;
  modbus::encode_request(request, bytes);
  require(bytes.size() <= 1 + modbus::kMostPduBytes, "a PDU is bounded");
  require(modbus::decode_request(bytes) == request, "decoding is the inverse");
  check_serial(bytes);
  Bytes tcp;
  modbus::encode_tcp_request(request, kTransaction, tcp);
  require(tcp == as_tcp(bytes), "TCP carries the same");
}

void check_request_bytes(std::span<const std::uint8_t> bytes) {
  const auto request = modbus::decode_request(bytes);
  if (!request) return;
  require(modbus::is_well_formed(*request), "what is taken for a request is one");
  check_request(*request);
  Bytes again;
  modbus::encode_request(*request, again);
  require(again.size() == bytes.size(), "of its length");
  // The last byte may have bits behind the last coil.
  require(std::equal(again.begin(), again.end() - 1, bytes.begin()), "and the same");
}

void check_verdict(const core::ModbusRequest& request, modbus::AnswerVerdict verdict, const Words& values) {
  const bool tells = verdict.outcome == ModbusOutcome::ok && core::is_read(request.function);
  require(tells || values == kBefore, "only a good answer to a read tells values");
  require(!tells || values.size() == request.count, "all that were asked for");
  require(!tells || !core::is_of_bits(request.function) ||
              std::ranges::all_of(values, [](std::uint16_t bit) { return bit <= 1; }),
          "bits are 0 or 1");
  require(verdict.outcome == ModbusOutcome::exception || verdict.exception == 0, "an exception has a code");
}

void check_answer(const core::ModbusRequest& request, std::span<const std::uint8_t> answer) {
  auto values = kBefore;
  const auto verdict = modbus::decode_answer(request, answer, values);
  check_verdict(request, verdict, values);
  auto tcp_values = kBefore;
  const auto tcp = modbus::decode_tcp_answer(request, kTransaction, as_tcp(answer), tcp_values);
  require(tcp.outcome == verdict.outcome && tcp.exception == verdict.exception && tcp_values == values,
          "TCP carries the same");
  if (verdict.outcome != ModbusOutcome::ok) return;
  Bytes again;
  modbus::encode_answer(request, core::is_read(request.function) ? values : Words(), again);
  require(again.size() == answer.size(), "a good answer's length is that of ours");
  auto same = kBefore;
  require(modbus::decode_answer(request, again, same).outcome == ModbusOutcome::ok && same == values,
          "and so is what it says");
}

/// What a device would answer.
void check_own_answer(const core::ModbusRequest& request, Reader reader) {
  Words told;
  if (core::is_read(request.function)) {
    for (std::size_t i = 0; i < request.count; ++i)
      told.push_back(core::is_of_bits(request.function) ? reader.byte() & 1U : reader.word());
  }
  Bytes answer;
  modbus::encode_answer(request, told, answer);
  auto values = kBefore;
  require(modbus::decode_answer(request, answer, values).outcome == ModbusOutcome::ok, "our answer answers");
  require(!core::is_read(request.function) || values == told, "and says what it was given");
  modbus::encode_exception(request.unit, static_cast<std::uint8_t>(request.function), 2, answer);
  require(modbus::decode_answer(request, answer, values).outcome == ModbusOutcome::exception, "a no is a no");
}

core::ModbusRequest make_request(Reader& reader) {
  constexpr std::uint8_t kCodes[] = {1, 2, 3, 4, 5, 6, 15, 16};
  core::ModbusRequest request;
  request.unit = reader.byte();
  request.function = static_cast<core::ModbusFunction>(kCodes[reader.byte() % 8U]);
  request.address = reader.word();
  request.count = reader.byte();
  if (core::is_read(request.function)) return request;
  for (std::size_t i = 0; i < request.count; ++i)
    request.values.push_back(core::is_of_bits(request.function) ? reader.byte() & 1U : reader.word());
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_request_bytes({data, size});
  auto values = kBefore;
  Reader reader({data, size});
  const auto request = make_request(reader);
  check_verdict(request, modbus::decode_tcp_answer(request, kTransaction, reader.rest(), values), values);
  if (!modbus::is_well_formed(request)) {
    Bytes bytes{1};
    modbus::encode_request(request, bytes);
    require(bytes.empty(), "what is no request isn't sent");
    return 0;
  }
  check_request(request);
  check_own_answer(request, reader);
  if (reader.rest().size() <= 0xFFFFU) check_answer(request, reader.rest());
  return 0;
}
