#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bmsgw::simulator {

/// The configuration parameters (CF2), all of the document's.
/// Thread: any (no sharing).
class Parameters {
 public:
  struct Config {
    std::size_t cells = 16;
    std::size_t strings = 1;
    double capacity_ah = 100;
    double active_period_s = 1;
    double sleep_period_s = 5;
    bool broadcast = true;
  };

  explicit Parameters(const Config& config);

  /// The value as CF2 writes it; nothing: there is no such parameter.
  [[nodiscard]] std::optional<std::string> text(std::string_view id) const;
  /// Takes a value of the parameter's own width; false: refused.
  bool write(std::string_view id, std::string_view value);

  // Those that the simulated unit goes by:
  [[nodiscard]] double active_period_s() const;
  [[nodiscard]] double sleep_period_s() const;
  [[nodiscard]] double capacity_ah() const;
  [[nodiscard]] std::size_t cells() const { return static_cast<std::size_t>(value(kCells)); }
  [[nodiscard]] bool broadcast() const { return has_function(12); }
  /// "Send to RS232/USB": what is sent on CAN is told on the line.
  [[nodiscard]] bool tells_can() const { return has_function(14); }
  /// A bit of "Function Flags 0".
  [[nodiscard]] bool has_function(unsigned bit) const { return ((value(kFunctionFlags) >> bit) & 1U) != 0; }
  /// What the current sensor reads when no current flows, 0.1 A.
  [[nodiscard]] int current_zero_da() const;
  void set_current_zero(int current_da);

 private:
  static constexpr std::uint16_t kCells = 0x0100;
  static constexpr std::uint16_t kFunctionFlags = 0x1600;
  struct Entry {
    std::uint64_t value = 0;
    std::size_t digits = 2;
  };
  void add_group_modules(const Config& config);
  void set(std::uint16_t id, std::uint64_t value) { entries_.at(id).value = value; }
  [[nodiscard]] std::uint64_t value(std::uint16_t id) const { return entries_.at(id).value; }

  std::map<std::uint16_t, Entry> entries_;
};

}  // namespace bmsgw::simulator
