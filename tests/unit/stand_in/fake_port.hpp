#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/thingsboard/topic_family.hpp"

namespace bmsgw::test {

/// A session that keeps what a family says.
struct FakePort final : DevicePort {
  bool publish(const std::string& topic, const std::string& payload, std::uint32_t /*tag*/) override {
    if (is_subscribed) sent.emplace_back(topic, payload);
    return is_subscribed;
  }
  bool publish_again(const std::string& topic, const std::string& payload, std::uint32_t tag) override {
    return publish(topic, payload, tag);
  }
  [[nodiscard]] std::uint8_t granted_qos(const std::string& /*topic*/) const override { return qos; }
  void blame(const std::string& what) override { blames.push_back(what); }

  bool is_subscribed = true;
  std::uint8_t qos = 1;
  std::vector<std::pair<std::string, std::string>> sent;
  std::vector<std::string> blames;
};

}  // namespace bmsgw::test
