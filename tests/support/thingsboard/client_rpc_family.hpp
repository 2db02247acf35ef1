#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "stand_in_options.hpp"
#include "topic_family.hpp"

namespace bmsgw::test {

/// v1/devices/me/rpc/request/{id} from the device: it asks the server. getSessionLimits is built in; other
/// methods are a matter of rule chains, of which there are none.
class ClientRpcFamily final : public TopicFamily {
 public:
  explicit ClientRpcFamily(StandInOptions options) : options_(std::move(options)) {}

  [[nodiscard]] Taken take(const std::string& topic, const std::string& payload, DevicePort& port,
                           SteadyTime now) override;
  /// The methods that were asked for, in order.
  [[nodiscard]] const std::vector<std::string>& methods() const { return methods_; }

 private:
  [[nodiscard]] nlohmann::json session_limits() const;

  StandInOptions options_;
  std::vector<std::string> methods_;
};

}  // namespace bmsgw::test
