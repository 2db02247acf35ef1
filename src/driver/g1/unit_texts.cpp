#include "unit_texts.hpp"

#include "bmsgw/codec/g1/field_codec.hpp"

namespace bmsgw::driver {

bool is_boot_version(std::string_view version) {
  return version == "boot" || version == "boot.";  // the manual has the full stop within the quotes
}

bool is_same_number(std::string_view a, std::string_view b) {
  const auto left = codec::g1::parse_hex(a);
  const auto right = codec::g1::parse_hex(b);
  return left && right ? *left == *right : a == b;
}

}  // namespace bmsgw::driver
