#pragma once

#include <cstdint>
#include <string_view>

namespace bmsgw::codec::g1 {

/// CRC of a sentence: CRC-8/MAXIM (x^8+x^5+x^4+1 reflected, initial value 0) over every character up to and
/// including the last comma. Check value: "123456789" gives 0xA1.
/// Source: G1 Control Unit Serial Protocol 2.1.0, p. 5-6.
[[nodiscard]] std::uint8_t crc8(std::string_view text);

}  // namespace bmsgw::codec::g1
