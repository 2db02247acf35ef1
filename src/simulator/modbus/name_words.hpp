#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bmsgw::simulator::modbus {

/// The words of a name in lower case: cellIRHigh_2 is cell, ir, high, 2. Thread: any (const).
class NameWords {
 public:
  explicit NameWords(std::string_view name);

  /// One of the words begins so.
  [[nodiscard]] bool has(std::initializer_list<std::string_view> beginnings) const;
  /// One of the words is so.
  [[nodiscard]] bool is(std::initializer_list<std::string_view> words) const;
  /// The last number that stands alone or at the end of a word.
  [[nodiscard]] std::optional<std::uint32_t> number() const;

 private:
  std::vector<std::string> words_;
};

}  // namespace bmsgw::simulator::modbus
