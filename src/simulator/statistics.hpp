#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/event_log.hpp"
#include "simulator/pack_reading.hpp"

namespace bmsgw::simulator {

/// The statistics of SS1 that a simulated battery can fill; times in seconds since 2000-01-01.
/// Thread: any (no sharing).
class Statistics {
 public:
  void observe(const PackReading& reading, std::uint32_t time_2000_s);
  void count(Event event, std::uint32_t time_2000_s);
  /// Forgets what is not protected: all but the totals and the number of starts.
  void clear();

  /// The fields of all SS1 sentences, or of the one with this identifier.
  [[nodiscard]] std::vector<std::string> sentences() const;
  [[nodiscard]] std::optional<std::string> sentence(std::string_view id) const;

 private:
  struct Row {
    std::string value, info, time;
    std::int64_t number = 0;  ///< the extreme or the count
  };
  void keep_total(std::uint8_t id, double value);
  void keep_extreme(std::uint8_t id, std::int64_t ranked, const std::string& value, const std::string& info,
                    std::uint32_t time_2000_s);
  void keep_cell_extremes(std::uint8_t first_id, const Summary& summary, std::string (*text)(int),
                          std::uint32_t time_2000_s);
  [[nodiscard]] static std::string fields(std::uint8_t id, const Row& row);

  std::map<std::uint8_t, Row> rows_;
};

}  // namespace bmsgw::simulator
