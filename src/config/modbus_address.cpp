#include "config/modbus_address.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::ModbusFunction;

constexpr std::int64_t kLastAddress = 0xFFFF;
constexpr std::int64_t kItems = 0x10000;  // of each kind
constexpr const char* kModiconForm =
    "5 or 6 digits: 0, 1, 3 or 4 for what is read, then a number counted from 1, as in 40001 (as a text "
    "where the first is 0)";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::int64_t> parse_whole(std::string_view digits, int base) {
  std::int64_t number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
  if (digits.empty() || digits.front() == '-' || error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

bool is_hex(std::string_view text) {
  return text.starts_with("0x") || text.starts_with("0X");
}

std::optional<std::int64_t> number_of(const JsonView& value) {
  if (const auto number = value.integer()) return number;
  const auto text = value.text().value_or("");
  return is_hex(text) ? parse_whole(std::string_view(text).substr(2), 16) : parse_whole(text, 10);
}

std::optional<ModbusFunction> function_of(char first_digit) {
  switch (first_digit) {
    case '0':
      return ModbusFunction::read_coils;
    case '1':
      return ModbusFunction::read_discrete_inputs;
    case '3':
      return ModbusFunction::read_input_registers;
    case '4':
      return ModbusFunction::read_holding_registers;
    default:
      return std::nullopt;
  }
}

std::optional<WireAddress> parse_modicon(std::string_view digits) {
  const bool has_form = (digits.size() == 5 || digits.size() == 6) && std::ranges::all_of(digits, is_digit);
  if (!has_form) return std::nullopt;
  const auto function = function_of(digits.front());
  const auto number = parse_whole(digits.substr(1), 10).value_or(0);
  if (!function || number < 1 || number > kItems) return std::nullopt;
  return WireAddress{static_cast<std::uint16_t>(number - 1), function};
}

AddressReading refused(const JsonView& value, const std::string& what) {
  return {std::nullopt, "must be " + what + ", not " + address_text(value)};
}

AddressReading read_modicon(const JsonView& value) {
  const auto number = value.integer();
  const auto digits = number ? std::to_string(*number) : value.text().value_or("");
  if (const auto wire = parse_modicon(digits)) return {wire, ""};
  return refused(value, kModiconForm);
}

AddressReading read_counted(const JsonView& value, std::int64_t first) {
  const auto number = number_of(value);
  if (number && *number >= first && *number - first <= kLastAddress) {
    return {WireAddress{static_cast<std::uint16_t>(*number - first), std::nullopt}, ""};
  }
  const bool looks_like_modicon = number && parse_modicon(std::to_string(*number));
  auto reading =
      refused(value, "an address from " + std::to_string(first) + " to " +
                         std::to_string(first + kLastAddress) + ", in hex as a text such as \"0x1F\"");
  if (looks_like_modicon) reading.fault += "; \"addressing\": \"modicon\" would read it";
  return reading;
}

}  // namespace

std::optional<Addressing> read_addressing(const JsonView& view) {
  const auto text = view["addressing"].text();
  if (!text) return std::nullopt;
  if (*text == "one") return Addressing::one;
  return *text == "modicon" ? Addressing::modicon : Addressing::zero;
}

AddressReading read_address(const JsonView& value, Addressing addressing) {
  if (addressing == Addressing::modicon) return read_modicon(value);
  return read_counted(value, addressing == Addressing::one ? 1 : 0);
}

std::string address_text(const JsonView& value) {
  if (const auto number = value.integer()) return std::to_string(*number);
  return in_quotes(value.text().value_or(""));
}

bool is_number_text(const std::string& text) {
  return !text.empty() && is_digit(text.front());
}

}  // namespace bmsgw::config
