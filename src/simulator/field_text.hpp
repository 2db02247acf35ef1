#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bmsgw::simulator {

/// A whole number, two's complement below zero. One that doesn't fit in `digits` gives an empty field.
[[nodiscard]] std::string hex(std::int64_t value, std::size_t digits);
/// At least `digits` decimal digits.
[[nodiscard]] std::string decimal(std::int64_t value, std::size_t digits);
/// A cell voltage in 0.01 V and a temperature in degrees, as the protocol codes them in one byte.
[[nodiscard]] std::string cell_voltage(int voltage_cv);
[[nodiscard]] std::string temperature(int celsius);

/// The fields of a sentence, put together with commas.
/// Thread: any (no sharing).
class FieldText {
 public:
  FieldText& add(std::string_view field) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += field;
    return *this;
  }
  FieldText& add_hex(std::int64_t value, std::size_t digits) { return add(hex(value, digits)); }
  FieldText& add_empty(std::size_t count = 1) {
    for (; count > 0; --count) add("");
    return *this;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool first_ = true;
};

}  // namespace bmsgw::simulator
