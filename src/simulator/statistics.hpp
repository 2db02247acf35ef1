#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/event_log.hpp"
#include "simulator/pack_reading.hpp"

namespace bmsgw::simulator {

/// The statistics of SS1; times in seconds since 2000-01-01. A count is there from the start, an extreme once
/// the battery has given one.
/// Thread: any (no sharing).
class Statistics {
 public:
  Statistics();

  void observe(const PackReading& reading, std::uint32_t time_2000_s);
  void count(Event event, std::uint32_t time_2000_s);
  /// Forgets what is not protected: all but the totals and the numbers of starts and master clears.
  void clear();
  /// Forgets all but the number of master clears.
  void set_to_factory_defaults();
  void count_master_clear();

  /// The fields of all SS1 sentences, or of the one with this identifier.
  [[nodiscard]] std::vector<std::string> sentences() const;
  [[nodiscard]] std::optional<std::string> sentence(std::string_view id) const;

 private:
  struct Row {
    std::string value, info, time;
    std::int64_t number = 0;  ///< the extreme or the count
  };
  static constexpr std::size_t kTotals = 7;
  void keep_totals(const PackReading& reading);
  void add_to_count(std::uint8_t id, std::uint32_t time_2000_s);
  void keep_extreme(std::uint8_t id, std::int64_t ranked, const std::string& value, const std::string& info,
                    std::uint32_t time_2000_s);
  void keep_cell_extremes(std::uint8_t first_id, const Summary& summary, std::string (*text)(int),
                          std::uint32_t time_2000_s);
  [[nodiscard]] static std::string fields(std::uint8_t id, const Row& row);

  std::map<std::uint8_t, Row> rows_;
  std::array<double, kTotals> totals_{};         ///< since the unit was built
  std::array<double, kTotals> totals_before_{};  ///< of it, before they were cleared
};

}  // namespace bmsgw::simulator
