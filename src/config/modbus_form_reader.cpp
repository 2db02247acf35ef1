#include "config/modbus_form_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;
using core::ModbusKind;

constexpr std::uint32_t kBitsOfRegister = 16;

struct RawForm {
  std::string_view name;
  ModbusKind kind;
  std::uint8_t registers;
  bool is_signed = false;
};
constexpr std::array<RawForm, 14> kForms{{{"u16", ModbusKind::whole, 1},
                                          {"s16", ModbusKind::whole, 1, true},
                                          {"u32", ModbusKind::whole, 2},
                                          {"s32", ModbusKind::whole, 2, true},
                                          {"u64", ModbusKind::whole, 4},
                                          {"s64", ModbusKind::whole, 4, true},
                                          {"f32", ModbusKind::real, 2, true},
                                          {"f64", ModbusKind::real, 4, true},
                                          {"sm16", ModbusKind::sign_magnitude, 1, true},
                                          {"sm32", ModbusKind::sign_magnitude, 2, true},
                                          {"bcd16", ModbusKind::bcd, 1},
                                          {"bcd32", ModbusKind::bcd, 2},
                                          {"text", ModbusKind::text, 1},
                                          {"bit", ModbusKind::bit, 1}}};

/// Reads the keys of one value.
class FormReader {
 public:
  FormReader(const JsonView& view, core::ModbusPlace& place, core::FieldFormat& format, ProblemList& problems)
      : view_(view), place_(place), format_(format), problems_(problems) {}

  void read();

 private:
  void read_length();
  void read_bits();
  void check_bits(std::uint32_t bit, std::uint32_t bits);
  void check_flag();
  void refuse_part();
  void read_codes();

  const JsonView& view_;
  core::ModbusPlace& place_;
  core::FieldFormat& format_;
  ProblemList& problems_;
  std::string_view raw_;
};

void FormReader::read() {
  const bool is_of_bits = core::is_of_bits(place_.function);
  const auto given = view_["raw"].text().value_or(is_of_bits ? "bit" : "u16");
  const auto* const form = std::ranges::find(kForms, given, &RawForm::name);
  if (form == kForms.end()) {
    problems_.error(view_["raw"], "on Modbus " + in_quotes(given) + " doesn't say how the registers hold it");
    return;
  }
  raw_ = form->name;
  place_.kind = form->kind;
  place_.registers = form->registers;
  place_.low_word_first = view_["word_order"].text() == "low_first";
  place_.low_byte_first = !format_.big_end;
  if (format_.is_signed && !form->is_signed && view_["format"].given())
    problems_.warning(view_["format"], "is one of signed numbers; on Modbus \"raw\" says that, as in s16");
  format_.is_signed = form->is_signed;
  if (is_of_bits && form->kind != ModbusKind::bit)
    problems_.error(view_["raw"], "coils and discrete inputs are single bits: \"raw\" must be bit, not " +
                                      in_quotes(given));
  read_length();
  read_bits();
  read_codes();
}

void FormReader::read_length() {
  const auto length = view_["length"];
  if (place_.kind != ModbusKind::text) {
    if (length.given()) problems_.warning(length, "means nothing without \"raw\": \"text\"");
    return;
  }
  if (!length.given()) problems_.error(view_, "\"length\" is missing: how many characters the text has");
  const auto characters = length.integer().value_or(1);
  place_.registers = static_cast<std::uint16_t>((characters + 1) / 2);
  place_.bits = static_cast<std::uint8_t>(characters);
}

void FormReader::read_bits() {
  const auto bit = static_cast<std::uint32_t>(view_["bit"].integer().value_or(0));
  const auto bits = format_.bits.value_or(0U);
  format_.bits.reset();
  format_.encoding = Encoding::hex_dec;
  if (place_.kind == ModbusKind::text) format_.encoding = Encoding::str;
  if (place_.kind == ModbusKind::bit) {
    format_.encoding = Encoding::hex_bit_bool;
    place_.bit = static_cast<std::uint8_t>(bit);
    check_flag();
  } else if (place_.kind == ModbusKind::whole) {
    check_bits(bit, bits);
  } else {
    refuse_part();
  }
}

void FormReader::check_flag() {
  const bool is_of_bits = core::is_of_bits(place_.function);
  if (is_of_bits && place_.bit != 0) {
    problems_.error(view_["bit"], "a coil or discrete input is one bit; its number is its \"address\"");
  } else if (place_.bit >= kBitsOfRegister) {
    problems_.error(view_["bit"], "a register has the bits 0 to 15, not " + std::to_string(place_.bit));
  }
  if (view_["bits"].given()) problems_.warning(view_["bits"], "means nothing for \"raw\": \"bit\"");
}

/// Of a part that begins above bit 0 and doesn't say how wide it is, all that is left counts.
void FormReader::check_bits(std::uint32_t bit, std::uint32_t bits) {
  const auto width = place_.registers * kBitsOfRegister;
  if (bit + std::max(bits, 1U) > width) {
    const auto& at = bit >= width || !view_["bits"].given() ? view_["bit"] : view_["bits"];
    problems_.error(at, "reaches beyond the " + std::to_string(width) + " bits of " + std::string(raw_) +
                            ": \"bit\" is " + std::to_string(bit) + ", \"bits\" " +
                            (bits == 0 ? "not given" : std::to_string(bits)));
    return;
  }
  const bool is_all = bit == 0 && (bits == 0 || bits == width);
  place_.bit = static_cast<std::uint8_t>(bit);
  place_.bits = static_cast<std::uint8_t>(is_all ? 0 : bits == 0 ? width - bit : bits);
}

void FormReader::refuse_part() {
  for (const auto* key : {"bit", "bits"}) {
    const auto at = view_[key];
    if (!at.given() || at.integer() == 0) continue;
    problems_.error(at, "only whole numbers (u16, s16, u32 ...) have parts, not " + std::string(raw_));
  }
}

/// What a device's manual writes as 0x8000 is -32768 where numbers have a sign.
void FormReader::read_codes() {
  const auto width = place_.bits != 0 ? place_.bits : place_.registers * kBitsOfRegister;
  const bool is_magnitude = place_.kind == ModbusKind::sign_magnitude;
  const bool is_twos = place_.kind == ModbusKind::whole && format_.is_signed;
  if (width >= 64 || (!is_magnitude && !is_twos)) return;
  const auto top = std::int64_t{1} << (width - 1);
  for (auto& code : format_.not_available) {
    if (code < top || code >= 2 * top) continue;
    code = is_magnitude ? top - code : code - 2 * top;
  }
}

}  // namespace

void read_form(const JsonView& view, core::ModbusPlace& place, core::FieldFormat& format,
               ProblemList& problems) {
  FormReader(view, place, format, problems).read();
}

}  // namespace bmsgw::config
