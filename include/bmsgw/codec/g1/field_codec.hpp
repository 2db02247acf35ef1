#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/codec/scaler.hpp"
#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::codec::g1 {

/// Up to 16 hexadecimal digits as a number; nothing: empty, longer, or another character.
[[nodiscard]] std::optional<std::uint64_t> parse_hex(std::string_view text);

/// A field format made ready for decoding: what can be worked out once is.
class FieldCodec {
 public:
  explicit FieldCodec(const core::FieldFormat& format);

  [[nodiscard]] core::Encoding encoding() const { return encoding_; }
  [[nodiscard]] const core::FieldFormat& format() const { return format_; }

  struct Decoded {
    core::Quality quality = core::Quality::good;
    core::Value value;
  };
  /// One value of a field's text (every encoding but byte arrays). Empty text: unavailable; not decodable:
  /// invalid.
  [[nodiscard]] Decoded decode(std::string_view text) const;
  /// As decode(), when the text is hexadecimal and already a number of `digits` digits.
  [[nodiscard]] Decoded decode_raw(std::uint64_t raw, std::size_t digits) const;
  /// The elements of a byte array, appended to `into`. False: not decodable (`into` is as before).
  bool decode_list(std::string_view text, std::vector<core::ListElement>& into) const;

  /// The text of a value, `digits` wide (hexadecimal) or at least so wide (decimal). Nothing: it doesn't fit.
  [[nodiscard]] std::optional<std::string> encode(const core::Value& value, std::size_t digits) const;

 private:
  [[nodiscard]] std::optional<std::string> encode_flag(bool flag, std::size_t digits) const;
  [[nodiscard]] std::optional<std::string> encode_list(core::List list) const;
  [[nodiscard]] std::optional<std::string> encode_raw(std::int64_t raw, std::uint32_t bits,
                                                      std::size_t digits) const;
  [[nodiscard]] core::ListElement element(std::uint64_t raw, std::size_t digits) const;
  [[nodiscard]] std::uint32_t element_bits() const { return format_.bits.value_or(8); }
  [[nodiscard]] std::optional<std::int64_t> raw_of(double value) const;

  core::FieldFormat format_;
  core::Encoding encoding_;
  Scaler scaler_;
};

}  // namespace bmsgw::codec::g1
