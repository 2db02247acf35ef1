#include "app/status_page.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bmsgw::app {
namespace {

using nlohmann::json;

json status() {
  return json::parse(R"({"version":"1.2.3","uptime":93784,"configSource":"/etc/bms-gateway",
    "buses":[{"name":"serial0","state":"ok","where":"/dev/ttyUSB0","frames":10,"errors":2,"age":0.52,"detail":""},
             {"name":"serial1","state":"absent","where":"","frames":0,"errors":0,"age":null,"detail":"No such file or directory"}],
    "mqtt":{"state":"waiting","server":"mqtt://server","detail":"connection refused","messages":7},
    "outbox":{"waiting":12,"dropped":3},"samples":100,"records":50})");
}

json values() {
  return json::parse(R"({"values":[
    {"key":"off","value":false,"units":"","quality":"good"},
    {"key":"minVolt","value":2.74,"units":"V","quality":"good"},
    {"key":"maxTemp","value":20,"units":"°C","quality":"stale"},
    {"key":"stage","value":3,"name":"Main charging","units":"","quality":"good"},
    {"key":"cellVolts","value":[3.3,null,3.4],"units":"V","quality":"good"}]})");
}

TEST(StatusPage, ShowsWhatAPersonNeeds) {
  const auto page = status_page(status());
  for (const char* const text :
       {"bms-gateway 1.2.3", "1 d 02:03:04", "serial0", "/dev/ttyUSB0", "2 errors", "0.5 s", "absent",
        "No such file or directory", "connection refused", "12 waiting, 3 dropped"}) {
    EXPECT_NE(page.find(text), std::string::npos) << text << "\n" << page;
  }
}

TEST(StatusPage, TheWatchScreenFitsTheTerminal) {
  for (const std::size_t rows : {24U, 60U}) {
    for (const std::size_t columns : {20U, 80U, 200U}) {
      const auto screen = watch_screen(status(), values(), rows, columns);
      EXPECT_LE(static_cast<std::size_t>(std::ranges::count(screen, '\n')), rows);
    }
  }
}

TEST(StatusPage, TheWatchScreenShowsWhatSaysSomethingFirst) {
  const auto screen = watch_screen(status(), values(), 60, 60);
  EXPECT_LT(screen.find("minVolt"), screen.find("off "));
  EXPECT_NE(screen.find("2.74 V"), std::string::npos);
  EXPECT_NE(screen.find("20 °C"), std::string::npos);
  EXPECT_NE(screen.find("stale"), std::string::npos);
  EXPECT_NE(screen.find("Main charging"), std::string::npos);
  EXPECT_NE(screen.find("2 x 3.3 .. 3.4 V, 1 missing"), std::string::npos) << screen;
}

TEST(StatusPage, NoBusFillsTheWatchScreenAlone) {
  auto several = json::array();
  for (const char* const bus : {"serial0", "can0"}) {
    for (int i = 0; i < 3; ++i) {
      several.push_back({{"key", bus + std::to_string(i)},
                         {"point", std::string(bus) + "/Packet/Param"},
                         {"value", i == 2 ? 0 : 7},
                         {"units", ""},
                         {"quality", "good"}});
    }
  }
  const auto screen = watch_screen(status(), {{"values", several}}, 60, 60);
  std::size_t last = 0;
  for (const char* const key : {"serial00", "can00", "serial01", "can01", "serial02", "can02"}) {
    const auto place = screen.find(key);
    ASSERT_NE(place, std::string::npos) << key;
    EXPECT_GT(place, last) << key << "\n" << screen;
    last = place;
  }
}

TEST(StatusPage, SaysHowManyValuesDidNotFit) {
  const auto screen = watch_screen(status(), values(), 14, 60);
  EXPECT_NE(screen.find("more: bms-gateway call getValues"), std::string::npos) << screen;
}

}  // namespace
}  // namespace bmsgw::app
