#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "topic_family.hpp"

namespace bmsgw::test {

/// v1/devices/me/telemetry, read as ThingsBoard does (JsonConverter.java): an object, one with `ts` and
/// `values`, or an array of such. Nulls are dropped, texts that look like numbers become numbers, a value of
/// the same key and time is overwritten.
class TelemetryFamily final : public TopicFamily {
 public:
  using Series = std::map<std::int64_t, nlohmann::json>;  ///< by milliseconds since 1970

  [[nodiscard]] Taken take(const std::string& topic, const std::string& payload, DevicePort& port,
                           SteadyTime now) override;

  /// That of the newest time.
  [[nodiscard]] std::optional<nlohmann::json> latest(const std::string& key) const;
  [[nodiscard]] Series series(const std::string& key) const;
  [[nodiscard]] const std::map<std::string, Series>& all() const { return series_; }
  [[nodiscard]] std::size_t messages() const { return messages_; }
  /// Keys of which a value was overwritten by another one of the same time, once for each.
  [[nodiscard]] const std::vector<std::string>& overwritten() const { return overwritten_; }

 private:
  void take_entry(const nlohmann::json& entry, DevicePort& port, Taken& taken);
  void take_values(const nlohmann::json& values, std::int64_t ts, DevicePort& port, Taken& taken);

  std::map<std::string, Series> series_;
  std::size_t messages_ = 0;
  std::vector<std::string> overwritten_;
};

/// A text that ThingsBoard would take for a number, as that number.
[[nodiscard]] nlohmann::json cast_as_server(const nlohmann::json& value);

}  // namespace bmsgw::test
