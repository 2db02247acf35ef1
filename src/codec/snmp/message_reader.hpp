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

/// Takes fields from a packet. What isn't there, or isn't what it should be, reads as nothing from then on:
/// done() tells. Memory is taken in proportion to the packet only. Thread: any.
class MessageReader {
 public:
  explicit MessageReader(std::string_view packet) : left_(packet) {}

  template <typename... Ts>
  void operator()(Ts&... fields_of) {
    (take(fields_of), ...);
  }
  /// Everything was there, and nothing is left.
  [[nodiscard]] bool done() const { return good_ && left_.empty(); }

 private:
  template <typename T>
  void take(T& value) {
    if constexpr (std::is_enum_v<T>) {
      const auto code = take_number<std::uint8_t>();
      if (code > static_cast<std::uint8_t>(last_of(T{}))) return fail();
      value = static_cast<T>(code);
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(take_number<std::make_unsigned_t<T>>());
    } else {
      fields(*this, value);
    }
  }
  void take(double& value) { value = std::bit_cast<double>(take_number<std::uint64_t>()); }
  void take(std::string& text) { text = take_text(); }
  void take(std::string_view& text) { text = take_text(); }
  template <typename T>
  void take(std::vector<T>& list) {
    const auto count = take_number<std::uint32_t>();
    list.clear();
    // An element is a byte at least: more than bytes are left there can't be.
    if (count > left_.size()) return fail();
    for (std::uint32_t i = 0; i < count && good_; ++i) take(list.emplace_back());
  }
  template <typename... Ts>
  void take(std::variant<Ts...>& value) {
    const auto alternative = take_number<std::uint8_t>();
    if (alternative >= sizeof...(Ts)) return fail();
    std::size_t index = 0;
    (take_alternative<Ts>(value, index++ == alternative), ...);
  }
  template <typename T, typename Variant>
  void take_alternative(Variant& value, bool is_this) {
    if (is_this) take(value.template emplace<T>());
  }
  template <typename T>
  T take_number() {
    if (left_.size() < sizeof(T)) {
      fail();
      return 0;
    }
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      value = static_cast<T>(value | static_cast<T>(static_cast<std::uint8_t>(left_[i])) << (8 * i));
    left_.remove_prefix(sizeof(T));
    return value;
  }
  std::string_view take_text() {
    const auto length = take_number<std::uint32_t>();
    if (length > left_.size()) {
      fail();
      return {};
    }
    const auto text = left_.substr(0, length);
    left_.remove_prefix(length);
    return text;
  }
  void fail() {
    good_ = false;
    left_ = {};
  }

  std::string_view left_;
  bool good_ = true;
};

}  // namespace bmsgw::codec::snmp
