#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "topic_family.hpp"

namespace bmsgw::test {

/// v1/devices/me/attributes: client attributes come in, shared ones go out, and both can be asked for.
class AttributeFamily final : public TopicFamily {
 public:
  [[nodiscard]] Taken take(const std::string& topic, const std::string& payload, DevicePort& port,
                           SteadyTime now) override;

  /// Told to the device, where there is one that has subscribed.
  void set_shared(const std::string& key, const nlohmann::json& value, DevicePort* port);
  void delete_shared(const std::string& key, DevicePort* port);
  [[nodiscard]] const nlohmann::json& client() const { return client_; }
  [[nodiscard]] const nlohmann::json& shared() const { return shared_; }

 private:
  [[nodiscard]] Taken take_attributes(const std::string& payload, DevicePort& port);
  [[nodiscard]] Taken answer_request(std::int64_t id, const std::string& payload, DevicePort& port);

  nlohmann::json client_ = nlohmann::json::object();
  nlohmann::json shared_ = nlohmann::json::object();
};

}  // namespace bmsgw::test
