#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bmsgw::simulator {

/// The unit's configuration parameters (CF2), those that the simulator knows.
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

  [[nodiscard]] double active_period_s() const;
  [[nodiscard]] double sleep_period_s() const;
  [[nodiscard]] bool broadcast() const;

 private:
  struct Entry {
    std::uint64_t value = 0;
    std::size_t digits = 2;
  };
  void add(std::uint16_t id, std::size_t digits, std::uint64_t value);
  [[nodiscard]] std::uint64_t value(std::uint16_t id) const { return entries_.at(id).value; }

  std::map<std::uint16_t, Entry> entries_;
};

}  // namespace bmsgw::simulator
