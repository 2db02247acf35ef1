#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bmsgw::core {

/// How a G1 sentence writes a data field (G1 Control Unit Serial Protocol 2.1.0, "Data field encoding type").
enum class Encoding : std::uint8_t { hex_code, hex_dec, hex_dec_byte_array, hex_bit_bool, dec_int, str };

/// The names used in params_config.json: HEX_CODE, HEX_DEC, ...
[[nodiscard]] std::string_view to_string(Encoding encoding);
[[nodiscard]] std::optional<Encoding> parse_encoding(std::string_view name);

/// value = (raw + offset) x factor, rounded to `decimals` places (-1: as it is).
struct FieldFormat {
  Encoding encoding = Encoding::hex_dec;
  std::optional<std::uint8_t> bits;  ///< 1-64; none: the width of the text (byte arrays: 8)
  bool big_end = true;
  bool is_signed = false;
  double offset = 0;
  double factor = 1;
  std::int8_t decimals = -1;                ///< -1..15
  bool fixed = false;                       ///< print exactly `decimals` places
  std::uint8_t bit = 0;                     ///< for HEX_BIT_BOOL, 0-63
  std::vector<std::int64_t> not_available;  ///< raw codes that mean "no value"
  std::string units;
};

/// When a value is reported. With none of them each sample is.
struct ReportPolicy {
  std::optional<double> deadband;        ///< report when it moved by more than this (0: on any change)
  std::optional<double> min_interval_s;  ///< never more often
  std::optional<double> max_interval_s;  ///< at least as often, and on change
};

}  // namespace bmsgw::core
