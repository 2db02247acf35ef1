#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "bmsgw/codec/scaler.hpp"
#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::codec::modbus {

/// What registers or bits say, by where a value stands and how it is written. Made once per point.
/// Thread: any (const).
class ValueReader {
 public:
  ValueReader(const core::ModbusPlace& place, const core::FieldFormat& format);

  /// `items`: items_of(place) of them. A number, of one bit a bool, a text: `text` then holds what `into`
  /// shows. Without value: unavailable (not_available, no text, a real number that isn't finite), invalid
  /// (BCD with a digit above 9). `text` is reused: it needs no memory once it had the longest.
  core::Quality read(std::span<const std::uint16_t> items, std::string& text, core::Value& into) const;
  /// Elements of a list from number `first` on, as real numbers, a bit as 0 or 1; without value: empty.
  /// `items` begin with what has the first of them. Texts are no elements.
  void read_elements(std::span<const std::uint16_t> items, std::uint32_t first,
                     std::span<core::ListElement> into) const;

 private:
  [[nodiscard]] std::uint16_t word_of(std::uint16_t item) const;
  [[nodiscard]] std::uint64_t raw_of(const std::uint16_t* items) const;
  core::Quality read_number(const std::uint16_t* items, std::uint64_t& number) const;
  core::Quality read_real(const std::uint16_t* items, double& value) const;
  core::Quality read_text(std::span<const std::uint16_t> items, std::string& text) const;
  void give(std::uint64_t number, core::Value& into) const;
  [[nodiscard]] core::ListElement element(const std::uint16_t* items) const;
  void read_packed(std::span<const std::uint16_t> items, std::uint32_t bit,
                   std::span<core::ListElement> into) const;

  Scaler scaler_;
  core::ModbusKind kind_;
  std::uint16_t registers_;   ///< of a number 1-4; of functions 1 and 2: 1
  std::uint16_t stride_;      ///< from one element to the next
  std::uint16_t characters_;  ///< of text
  std::uint8_t bit_;          ///< the lowest bit that counts
  std::uint8_t width_;        ///< bits of the number that the scaler is given
  bool is_packed_;            ///< elements are bits, 16 to a register
  bool low_word_first_;
  bool low_byte_first_;
};

}  // namespace bmsgw::codec::modbus
