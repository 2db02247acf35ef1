#include "simulator/field_text.hpp"

#include "bmsgw/codec/g1/field_codec.hpp"

namespace bmsgw::simulator {
namespace {

using codec::g1::FieldCodec;
using core::Encoding;

std::string encoded(const FieldCodec& codec, std::int64_t value, std::size_t digits) {
  return codec.encode(core::Value(value), digits).value_or("");
}

FieldCodec offset_codec(double offset) {
  core::FieldFormat format;
  format.offset = offset;
  return FieldCodec(format);
}

FieldCodec plain_codec(Encoding encoding, bool is_signed) {
  core::FieldFormat format;
  format.encoding = encoding;
  format.is_signed = is_signed;
  return FieldCodec(format);
}

}  // namespace

std::string hex(std::int64_t value, std::size_t digits) {
  static const auto kUnsigned = plain_codec(Encoding::hex_dec, false);
  static const auto kSigned = plain_codec(Encoding::hex_dec, true);
  return encoded(value < 0 ? kSigned : kUnsigned, value, digits);
}

std::string decimal(std::int64_t value, std::size_t digits) {
  static const auto kDecimal = plain_codec(Encoding::dec_int, true);
  return encoded(kDecimal, value, digits);
}

std::string cell_voltage(int voltage_cv) {
  static const auto kVoltage = offset_codec(200);
  return encoded(kVoltage, voltage_cv, 2);
}

std::string temperature(int celsius) {
  static const auto kTemperature = offset_codec(-100);
  return encoded(kTemperature, celsius, 2);
}

}  // namespace bmsgw::simulator
