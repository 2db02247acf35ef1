#include "bmsgw/core/field_format.hpp"

#include <array>
#include <utility>

namespace bmsgw::core {
namespace {

constexpr std::array<std::pair<std::string_view, Encoding>, 6> kNames{{
    {"HEX_CODE", Encoding::hex_code},
    {"HEX_DEC", Encoding::hex_dec},
    {"HEX_DEC_BYTE_ARRAY", Encoding::hex_dec_byte_array},
    {"HEX_BIT_BOOL", Encoding::hex_bit_bool},
    {"DEC_INT", Encoding::dec_int},
    {"STR", Encoding::str},
}};

}  // namespace

std::string_view to_string(Encoding encoding) {
  for (const auto& [name, value] : kNames) {
    if (value == encoding) return name;
  }
  return "STR";
}

std::optional<Encoding> parse_encoding(std::string_view name) {
  for (const auto& [known, value] : kNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace bmsgw::core
