#include "config/redaction.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "config/embedded_files.hpp"

namespace bmsgw::config {
namespace {

using nlohmann::json;

json shown(const char* text) {
  return without_secrets(json::parse(text), Schema(k_settings_schema));
}

TEST(Redaction, SecretsAreNotShown) {
  const auto settings = shown(R"({"mqtt":{"uri":"mqtt://host","username":"TOKEN","password":"p"},
      "snmp":[{"community":"private","auth_password":"a","priv_password":"b","host":"ups"}],
      "wifi":{"access_points":[{"ssid":"here","passkey":"p"}],"admin_page":{"passkey":"p"}},
      "cellular":{"password":"p"}})");
  EXPECT_EQ(settings["mqtt"], (json{{"uri", "mqtt://host"}, {"username", "***"}, {"password", "***"}}));
  EXPECT_EQ(settings["snmp"][0]["community"], "***");
  EXPECT_EQ(settings["snmp"][0]["auth_password"], "***");
  EXPECT_EQ(settings["snmp"][0]["priv_password"], "***");
  EXPECT_EQ(settings["snmp"][0]["host"], "ups");
  EXPECT_EQ(settings["wifi"]["access_points"][0]["passkey"], "***");
  EXPECT_EQ(settings["wifi"]["admin_page"]["passkey"], "***");
  EXPECT_EQ(settings["cellular"]["password"], "***");
}

TEST(Redaction, WhatIsNotGivenIsSeenAsSuch) {
  EXPECT_EQ(shown(R"({"mqtt":{"password":""}})")["mqtt"]["password"], "");
}

TEST(Redaction, UnknownKeysThatSoundSecretAreNotShown) {
  EXPECT_EQ(shown(R"({"rms":{"apiToken":"x","userPass":"y","colour":"red"}})")["rms"],
            (json{{"apiToken", "***"}, {"userPass", "***"}, {"colour", "red"}}));
}

}  // namespace
}  // namespace bmsgw::config
