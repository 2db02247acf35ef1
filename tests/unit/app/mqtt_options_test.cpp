#include "app/mqtt_options.hpp"

#include <gtest/gtest.h>

namespace bmsgw::app {
namespace {

TEST(MqttOptions, ReadsTheServerFromTheUri) {
  struct Case {
    const char* uri;
    const char* host;
    std::uint16_t port;
    bool tls;
  };
  for (const auto& row :
       {Case{"mqtt://server", "server", 1883, false}, Case{"mqtts://server", "server", 8883, true},
        Case{"mqtt://server:1884/", "server", 1884, false},
        Case{"mqtts://10.0.0.1:443", "10.0.0.1", 443, true}, Case{"mqtt://[::1]", "::1", 1883, false},
        Case{"mqtts://[fe80::1]:8884", "fe80::1", 8884, true}}) {
    config::MqttSettings settings;
    settings.uri = row.uri;
    const auto options = thingsboard_options(settings).mqtt;
    EXPECT_EQ(options.host, row.host) << row.uri;
    EXPECT_EQ(options.port, row.port) << row.uri;
    EXPECT_EQ(options.tls, row.tls) << row.uri;
  }
}

TEST(MqttOptions, NeedsAClientIdOfItsOwn) {
  config::MqttSettings settings;
  settings.uri = "mqtt://server";
  EXPECT_TRUE(thingsboard_options(settings).mqtt.client_id.starts_with("bms-gateway-"));
  settings.client_id = "mine";
  EXPECT_EQ(thingsboard_options(settings).mqtt.client_id, "mine");
}

}  // namespace
}  // namespace bmsgw::app
