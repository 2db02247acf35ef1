#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bmsgw::core {

/// A CAN identifier with its kind: 11 bit (standard) or 29 bit (extended). Thread: any.
class CanId {
 public:
  static constexpr std::uint32_t kLastStandard = 0x7FFU;
  static constexpr std::uint32_t kLastExtended = 0x1FFFFFFFU;
  static constexpr std::uint32_t kExtendedFlag = 0x80000000U;  ///< of word(); the kernel's CAN_EFF_FLAG

  constexpr CanId() = default;
  [[nodiscard]] static constexpr CanId standard(std::uint32_t number) {
    return CanId(number & kLastStandard);
  }
  [[nodiscard]] static constexpr CanId extended(std::uint32_t number) {
    return CanId((number & kLastExtended) | kExtendedFlag);
  }
  [[nodiscard]] constexpr std::uint32_t number() const { return word_ & kLastExtended; }
  [[nodiscard]] constexpr bool is_extended() const { return (word_ & kExtendedFlag) != 0; }
  /// Number and kind in one, for tables.
  [[nodiscard]] constexpr std::uint32_t word() const { return word_; }
  /// How many ids of its kind follow it.
  [[nodiscard]] constexpr std::uint32_t following() const {
    return (is_extended() ? kLastExtended : kLastStandard) - number();
  }
  /// The id `steps` further on, of the same kind; `steps` <= following().
  [[nodiscard]] constexpr CanId operator+(std::uint32_t steps) const { return CanId(word_ + steps); }

  /// One of the `count` ids from `first` on; of its kind.
  [[nodiscard]] constexpr bool is_among(CanId first, std::uint32_t count) const {
    return is_extended() == first.is_extended() && number() >= first.number() &&
           number() - first.number() < count;
  }

  // clang-tidy 14 takes the 0 that the compiler makes here for a null pointer.
  auto operator<=>(const CanId&) const = default;  // NOLINT(modernize-use-nullptr)

 private:
  explicit constexpr CanId(std::uint32_t word) : word_(word) {}
  std::uint32_t word_ = 0;
};

/// `X19B50001`, `S301`: as params_config.json writes ids.
[[nodiscard]] std::string to_string(CanId id);
/// X and 1-8 hex digits, or S and 1-3; nothing: another form, or too large.
[[nodiscard]] std::optional<CanId> parse_can_id(std::string_view text);

/// A charger's report to the unit. Whoever sends it makes the unit believe that a charger is connected, so
/// the gateway never does.
inline constexpr CanId kNeverSent = CanId::extended(0x18FF50E5U);

/// One data or remote frame, classic or FD.
struct CanFrame {
  static constexpr std::size_t kMostBytes = 64;

  CanId id;
  bool remote = false;
  bool fd = false;
  std::uint8_t length = 0;                      ///< bytes: 0-8, FD 0-64
  std::array<std::uint8_t, kMostBytes> data{};  ///< what lies beyond `length` means nothing
};

[[nodiscard]] bool same_frame(const CanFrame& a, const CanFrame& b);

}  // namespace bmsgw::core
