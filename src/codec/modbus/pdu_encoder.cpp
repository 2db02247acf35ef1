//           request                                              answer
//   1 - 4   | address 2 | count 2 |                              | bytes 1 | items |
//   5, 6    | address 2 | value 2, a bit as 0xFF00 or 0 |        the same
//   15, 16  | address 2 | count 2 | bytes 1 | items |            | address 2 | count 2 |
//   refused                                                      | function + 0x80 | code 1 |
// Registers high byte first; bits 8 to a byte, the first one lowest. MODBUS Application Protocol
// V1.1b3, 6.1-6.6, 6.11, 6.12 and 7.
#include <algorithm>

#include "bmsgw/codec/modbus/pdu.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::ModbusFunction;

constexpr std::uint16_t kCoilOn = 0xFF00;

void put_word(std::uint16_t word, Bytes& into) {
  into.push_back(static_cast<std::uint8_t>(word >> 8U));
  into.push_back(static_cast<std::uint8_t>(word & 0xFFU));
}

void put_registers(std::span<const std::uint16_t> registers, Bytes& into) {
  into.push_back(static_cast<std::uint8_t>(2 * registers.size()));
  for (const auto word : registers) put_word(word, into);
}

void put_bits(std::span<const std::uint16_t> bits, Bytes& into) {
  const auto bytes = (bits.size() + 7) / 8;
  into.push_back(static_cast<std::uint8_t>(bytes));
  const auto begin = into.size();
  into.resize(begin + bytes, 0);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const auto bit = (bits[i] != 0 ? 1U : 0U) << (i % 8);
    into[begin + i / 8] = static_cast<std::uint8_t>(into[begin + i / 8] | bit);
  }
}

void put_items(ModbusFunction function, std::span<const std::uint16_t> items, Bytes& into) {
  core::is_of_bits(function) ? put_bits(items, into) : put_registers(items, into);
}

/// The word behind the address: of a write of one item its value, else how many there are.
std::uint16_t second_word(const core::ModbusRequest& request) {
  if (request.function == ModbusFunction::write_register) return request.values.front();
  if (request.function == ModbusFunction::write_coil) return request.values.front() != 0 ? kCoilOn : 0;
  return request.count;
}

/// What a request and the answer to a write begin with.
void put_head(const core::ModbusRequest& request, Bytes& into) {
  into.push_back(request.unit);
  into.push_back(static_cast<std::uint8_t>(request.function));
  put_word(request.address, into);
  put_word(second_word(request), into);
}

void append_request(const core::ModbusRequest& request, Bytes& into) {
  put_head(request, into);
  if (request.function == ModbusFunction::write_coils || request.function == ModbusFunction::write_registers)
    put_items(request.function, request.values, into);
}

}  // namespace

void encode_request(const core::ModbusRequest& request, Bytes& into) {
  into.clear();
  if (is_well_formed(request)) append_request(request, into);
}

void encode_tcp_request(const core::ModbusRequest& request, std::uint16_t transaction, Bytes& into) {
  constexpr std::size_t kLengthAt = 4;
  into.clear();
  if (!is_well_formed(request)) return;
  put_word(transaction, into);
  put_word(0, into);  // the protocol: Modbus
  put_word(0, into);  // the length, once it is known
  append_request(request, into);
  const auto length = into.size() - kLengthAt - 2;
  into[kLengthAt] = static_cast<std::uint8_t>(length >> 8U);
  into[kLengthAt + 1] = static_cast<std::uint8_t>(length & 0xFFU);
}

void encode_answer(const core::ModbusRequest& request, std::span<const std::uint16_t> values, Bytes& into) {
  into.clear();
  if (!is_well_formed(request)) return;
  if (!core::is_read(request.function)) return put_head(request, into);
  if (values.size() != request.count) return;
  into.push_back(request.unit);
  into.push_back(static_cast<std::uint8_t>(request.function));
  put_items(request.function, values, into);
}

void encode_exception(std::uint8_t unit, std::uint8_t function, std::uint8_t code, Bytes& into) {
  into.assign({unit, static_cast<std::uint8_t>(function | 0x80U), code});
}

}  // namespace bmsgw::codec::modbus
