#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "message_fields.hpp"

namespace bmsgw::codec::snmp {

/// Appends fields to a packet. Thread: any.
class MessageWriter {
 public:
  explicit MessageWriter(std::string& into) : into_(into) {}

  template <typename... Ts>
  void operator()(const Ts&... fields_of) {
    (put(fields_of), ...);
  }

 private:
  template <typename T>
  void put(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      put_number(static_cast<std::uint8_t>(value));
    } else if constexpr (std::is_integral_v<T>) {
      put_number(static_cast<std::make_unsigned_t<T>>(value));
    } else {
      fields(*this, value);
    }
  }
  void put(double value) { put_number(std::bit_cast<std::uint64_t>(value)); }
  void put(const std::string& text) { put(std::string_view(text)); }
  void put(std::string_view text) {
    put_number(static_cast<std::uint32_t>(text.size()));
    into_.append(text);
  }
  template <typename T>
  void put(const std::vector<T>& list) {
    put_number(static_cast<std::uint32_t>(list.size()));
    for (const T& element : list) put(element);
  }
  template <typename... Ts>
  void put(const std::variant<Ts...>& value) {
    put_number(static_cast<std::uint8_t>(value.index()));
    std::visit([this](const auto& it) { this->put(it); }, value);
  }
  template <typename T>
  void put_number(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) into_.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
  }

  std::string& into_;
};

}  // namespace bmsgw::codec::snmp
