#pragma once

#include <cstdint>
#include <span>

namespace bmsgw::fuzz {

/// The input, byte by byte; without one, 0.
class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const auto first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }
  /// What is left.
  [[nodiscard]] std::span<const std::uint8_t> rest() const { return bytes_; }
  std::uint16_t word() { return static_cast<std::uint16_t>(byte() << 8U | byte()); }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace bmsgw::fuzz
