// The gateway with Modbus devices: our simulator over TCP and over a pty, and two programs that share no code
// with ours, pymodbus as the device and mbpoll as another master.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>

#include <gtest/gtest.h>

#include "support/gateway_rig.hpp"
#include "support/modbus_map.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr const char* kPython = "/usr/bin/python3";

json tcp_bus(std::uint16_t port, const json& more) {
  json bus{{"host", "127.0.0.1"}, {"port", port}, {"response_timeout", 500}};
  bus.update(more);
  return {{"modbus", bus}};
}

/// A BM3000 with these options, and the gateway beside it, each value asked for every half second.
class Bm3000Rig : public GatewayRig {
 public:
  explicit Bm3000Rig(const std::vector<std::string>& line, const std::vector<std::string>& battery = {}) {
    auto options = bm3000_options();
    options.insert(options.end(), line.begin(), line.end());
    options.insert(options.end(), battery.begin(), battery.end());
    start_modbus_device(options);
    auto params = bm3000_params();
    for (const auto* const packet : {"Cells", "CellResistances", "Strings", "Settings", "CellAlarms"}) {
      params["protocols"]["modbus"]["packets"][packet]["request_period"] = 0.5;
    }
    use_params(params);
  }
  void run(const json& bus) {
    use_buses(bus);
    start_broker();
    listen();
    start_gateway();
  }
  [[nodiscard]] bool has_all_cells(std::size_t cells) const {
    return std::ranges::all_of(std::vector<std::string>{"cellVolts", "cellTemps", "cellResistances"},
                               [this, cells](const std::string& key) {
                                 const auto list = last(key);
                                 return list && list->size() == cells &&
                                        std::ranges::none_of(*list,
                                                             [](const json& e) { return e.is_null(); });
                               });
  }
  /// Each unit of the value that the gateway tells, by telemetry key.
  std::map<std::string, std::string> units() {
    std::map<std::string, std::string> units;
    const auto answer = call("getValues");
    if (!answer) return units;
    for (const auto& value : (*answer)["values"]) units[value["key"]] = value["units"];
    return units;
  }
};

json bm3000_bus(std::uint16_t port) {
  return tcp_bus(port, {{"profile", "bm3000"},
                        {"access", "read_write"},
                        {"allow", {"irTestAndWait", "Settings/irHigh", "clockSync"}}});
}

TEST(Modbus, EveryValueOfABm3000ArrivesOverTcp) {
  Bm3000Rig rig({"--tcp", "0"}, {"--cells", "254", "--strings", "2"});
  rig.run(bm3000_bus(rig.modbus_port()));
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_cells(254) && rig.last("stringVolts"); }))
      << rig.gateway().err();
  EXPECT_EQ(rig.last("modbus0u1Online"), true);
  EXPECT_EQ(rig.last("stringVolts")->size(), 6U);
  EXPECT_TRUE(rig.until([&rig] { return rig.last("ambientTemp") && rig.last("irHighLimit"); }));
  const auto units = rig.units();
  EXPECT_EQ(units.at("cellVolts"), "V");
  EXPECT_EQ(units.at("cellResistances"), "mΩ");
  EXPECT_EQ(units.at("cellTemps"), "°C");
  EXPECT_EQ(units.at("stringCurrents"), "A");
  ASSERT_TRUE(rig.until([&rig] { return rig.attribute("bus.modbus0u1.state") == "ok"; }));
  EXPECT_EQ(rig.attribute("bus.modbus0.state"), "ok");
  EXPECT_EQ(rig.attribute("bus.modbus0.errors"), 0);
  EXPECT_GT(rig.attribute("bus.modbus0.load").get<double>(), 0.0);
}

TEST(Modbus, EveryValueOfABm3000ArrivesOverASerialLine) {
  const TempDir dir;
  Bm3000Rig rig({"--rtu", dir / "bm3000", "--baud", "115200"}, {"--cells", "24", "--strings", "2"});
  ASSERT_TRUE(GatewayRig::await([&dir] { return std::filesystem::exists(dir / "bm3000"); }))
      << rig.modbus_device().err();
  auto bus = bm3000_bus(0)["modbus"];
  bus.erase("host");
  bus.erase("port");
  bus.update({{"device", dir / "bm3000"}, {"speed", 115200}});
  rig.run({{"modbus", bus}});
  ASSERT_TRUE(rig.until([&rig] { return rig.has_all_cells(254) || rig.last("cellVolts"); }))
      << rig.gateway().err();
  EXPECT_TRUE(rig.until([&rig] { return rig.last("stringVolts") && rig.last("ambientTemp"); }));
  EXPECT_EQ(rig.last("modbus0u1Online"), true);
}

TEST(Modbus, ATestOfResistancesThroughTheControlSocketEndsWithNewOnes) {
  Bm3000Rig rig({"--tcp", "0", "--ir-seconds", "1"}, {"--cells", "40", "--strings", "2"});
  auto params = bm3000_params();
  params["protocols"]["modbus"]["commands"]["irTestAndWait"] = {
      {"write", {{"address", "irTest"}, {"value", 1}, {"function", 6}, {"verify", false}}},
      {"until", {{"address", "irTestState"}, {"equals", 0}, {"every", 0.2}, {"timeout", 30}}},
      {"then_read", "CellResistances"}};
  rig.use_params(params);
  rig.run(bm3000_bus(rig.modbus_port()));
  ASSERT_TRUE(rig.until([&rig] { return rig.last("cellResistances").has_value(); })) << rig.gateway().err();
  const auto before = *rig.last("cellResistances");
  ChildProcess call(GatewayRig::gateway_program(),
                    {"call", "--control-socket", rig.control_socket(), "modbus.command",
                     R"({"bus":"modbus0u1","command":"irTestAndWait"})"});
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(call.wait(), 0) << call.out() << call.err();
  EXPECT_EQ(json::parse(call.out()), json::parse(R"({"ok":true,"command":"irTestAndWait"})"));
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(500))
      << "it waits for the end";
  EXPECT_TRUE(rig.until([&rig, &before] { return rig.last("cellResistances") != before; }));
}

TEST(Modbus, ASettingIsWrittenOnlyWhenItIsAllowed) {
  Bm3000Rig rig({"--tcp", "0"}, {"--cells", "40", "--strings", "2"});
  rig.run(bm3000_bus(rig.modbus_port()));
  ASSERT_TRUE(rig.until([&rig] { return rig.last("irHighLimit").has_value(); })) << rig.gateway().err();
  const auto write = [&rig](const std::string& point, double value) {
    return *rig.call("modbus.write", {{"bus", "modbus0u1"}, {"point", point}, {"value", value}});
  };
  const auto written = write("irHigh", 12.34);
  EXPECT_EQ(written["ok"], true) << written;
  EXPECT_EQ(written["after"], 12.34);
  const auto read = *rig.call("modbus.read", {{"bus", "modbus0u1"}, {"point", "Settings/irHigh"}});
  EXPECT_EQ(read.value("value", 0.0), 12.34) << read;
  EXPECT_TRUE(rig.until([&rig] { return rig.last("irHighLimit") == 12.34; })) << rig.gateway().err();
  const auto refused = write("irLow", 1);
  EXPECT_EQ(refused["code"], "refused");
  EXPECT_EQ(refused["reason"], "Settings/irLow isn't in the bus's \"allow\"");
}

/// pymodbus with the units 1 to 3.
class PymodbusRig : public GatewayRig {
 public:
  PymodbusRig() : peer_(kPython, {BMSGW_SOURCE_DIR "/tests/support/modbus_peer.py"}) {}

  void run(const json& more = json::object()) {
    use_params(small_map(0.3));
    json bus{{"units", {"1-3"}}, {"key_prefix", "u{unit}_"}};
    bus.update(more);
    use_buses(tcp_bus(port(), bus));
    start_broker();
    listen();
    start_gateway();
  }
  std::uint16_t port() {
    const auto has_port = [this] { return peer_.out().find("127.0.0.1:") != std::string::npos; };
    if (!await(has_port)) throw std::runtime_error("pymodbus doesn't serve: " + peer_.err());
    return static_cast<std::uint16_t>(std::stoi(peer_.out().substr(peer_.out().find(':') + 1)));
  }

 private:
  ChildProcess peer_;
};

TEST(Modbus, AgreesWithAServerOfOtherPeople) {
  PymodbusRig rig;
  rig.run();
  ASSERT_TRUE(rig.until([&rig] { return rig.last("u3_cellVolts") && rig.last("u3_alarms"); }))
      << rig.gateway().err();
  for (int unit = 1; unit <= 3; ++unit) {
    const auto prefix = "u" + std::to_string(unit) + "_";
    ASSERT_TRUE(rig.until([&] { return rig.last(prefix + "alarms") && rig.last(prefix + "cellVolts"); }));
    EXPECT_EQ(rig.last(prefix + "number"), unit);
    EXPECT_EQ(rig.last(prefix + "real"), 3.25 * unit);
    EXPECT_NEAR(rig.last(prefix + "signed")->get<double>(), -1234.56 * unit, 0.001);
    EXPECT_EQ(rig.last(prefix + "name"), "Unit" + std::to_string(unit));
    EXPECT_EQ(rig.last(prefix + "flag"), unit == 2);
    const auto cells = *rig.last(prefix + "cellVolts");
    ASSERT_EQ(cells.size(), 300U);
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      const auto expected = (3000 + unit * 100 + static_cast<int>(cell % 100)) / 1000.0;
      ASSERT_NEAR(cells[cell].get<double>(), expected, 1e-9) << unit << " " << cell;
    }
    const auto alarms = *rig.last(prefix + "alarms");
    for (std::size_t i = 0; i < 20; ++i) {
      EXPECT_EQ(alarms[i], (i + static_cast<std::size_t>(unit)) % 3 == 0 ? 1 : 0) << unit << " " << i;
    }
  }
}

/// The holding registers from `address` on, as mbpoll sees them.
std::vector<int> polled(std::uint16_t port, int address, int count) {
  ChildProcess mbpoll("/usr/bin/mbpoll",
                      {"-m", "tcp", "-p", std::to_string(port), "-a", "1", "-t", "4", "-0", "-r",
                       std::to_string(address), "-c", std::to_string(count), "-1", "-q", "127.0.0.1"});
  mbpoll.wait();
  std::vector<int> values;
  const auto out = mbpoll.out();
  for (auto at = out.find("]:"); at != std::string::npos; at = out.find("]:", at + 1)) {
    values.push_back(std::atoi(out.c_str() + at + 2));
  }
  return values;
}

TEST(Modbus, AnotherMasterSeesTheSameValues) {
  Bm3000Rig rig({"--tcp", "0"}, {"--cells", "60", "--strings", "2", "--scenario", "idle"});
  rig.run(bm3000_bus(rig.modbus_port()));
  ASSERT_TRUE(rig.until([&rig] { return rig.last("cellResistances").has_value(); })) << rig.gateway().err();
  const auto raw = polled(rig.modbus_port(), 508, 60);
  ASSERT_EQ(raw.size(), 60U) << rig.modbus_device().out();
  const auto arrived = *rig.last("cellResistances");
  for (std::size_t cell = 0; cell < raw.size(); ++cell) {
    EXPECT_NEAR(arrived[cell].get<double>(), raw[cell] * 0.01, 1e-9) << cell;
  }
}

TEST(Modbus, ADeviceThatGoesAndComesBack) {
  Bm3000Rig rig({"--tcp", "0"}, {"--cells", "40", "--strings", "2"});
  const auto port = rig.modbus_port();
  rig.run(bm3000_bus(port));
  ASSERT_TRUE(rig.until([&rig] { return rig.last("modbus0u1Online") == true; })) << rig.gateway().err();
  rig.modbus_device().signal(SIGTERM);
  ASSERT_TRUE(rig.until([&rig] { return rig.last("modbus0u1Online") == false; })) << rig.gateway().err();
  EXPECT_TRUE(rig.until([&rig] { return rig.attribute("bus.modbus0.state") == "faulty"; }));
  const auto before = rig.count("cellVolts");
  auto options = bm3000_options();
  for (const auto& option : {std::string("--tcp"), std::to_string(port)}) options.push_back(option);
  rig.start_modbus_device(options);
  EXPECT_TRUE(rig.until([&rig] { return rig.last("modbus0u1Online") == true; })) << rig.gateway().err();
  EXPECT_TRUE(rig.until([&rig, before] { return rig.count("cellVolts") > before; }));
}

/// A monitor whose values tell the unit that they are of: its serial number is a text.
json telling_map() {
  return json::parse(R"({"packets": {
    "A": {"request_period": 0.2, "params": {"voltA": {"address": 100, "units": "V", "factor": 0.01, "decimals": 2, "route_to_mqtt": "voltA"}}},
    "B": {"request_period": 0.25, "params": {"tempB": {"address": 300, "raw": "s16", "units": "°C", "factor": 0.1, "decimals": 1, "route_to_mqtt": "tempB"}}}
  }})");
}

/// The gateway with two units of that map on a line that misbehaves for the first seconds.
void expect_nothing_mixed_up(const std::string& misdeed, bool rtu) {
  GatewayRig rig;
  const auto profile = rig.file("telling.json");
  write_text(profile, telling_map().dump());
  std::vector<std::string> options{"--profile",  profile, "--units",     "1-2",
                                   "--scenario", "idle",  "--misbehave", misdeed};
  for (const auto& option : rtu ? std::vector<std::string>{"--rtu", rig.file("mb"), "--baud", "115200"}
                                : std::vector<std::string>{"--tcp", "0"}) {
    options.push_back(option);
  }
  rig.start_modbus_device(options);
  json bus{{"profile", profile}, {"units", {1, 2}}, {"key_prefix", "u{unit}_"}, {"response_timeout", 150}};
  if (rtu) {
    ASSERT_TRUE(GatewayRig::await([&rig] { return std::filesystem::exists(rig.file("mb")); }));
    bus.update({{"device", rig.file("mb")}, {"speed", 115200}});
  } else {
    bus.update({{"host", "127.0.0.1"}, {"port", rig.modbus_port()}});
  }
  rig.use_params(json::object());
  rig.use_buses({{"modbus", bus}});
  rig.start_broker();
  rig.listen();
  rig.start_gateway();
  // A pack of 16 cells has some 50 V; a temperature in tenths read as hundredths of a volt would be 2 to 3 V.
  EXPECT_TRUE(rig.until([&rig] {
    return rig.count("u1_voltA") > 3 && rig.count("u2_voltA") > 3 && rig.count("u1_tempB") > 3 &&
           rig.count("u2_tempB") > 3 && rig.last("modbus0u1Online") == true &&
           rig.last("modbus0u2Online") == true;
  })) << misdeed
      << "\n"
      << rig.gateway().err();
  for (const auto& arrival : rig.arrivals()) {
    if (!arrival.value.is_number()) continue;
    const auto value = arrival.value.get<double>();
    if (arrival.key.ends_with("voltA")) {
      EXPECT_GT(value, 30) << misdeed << " " << arrival.key;
    } else if (arrival.key.ends_with("tempB")) {
      EXPECT_LT(value, 100) << misdeed << " " << arrival.key;
    }
  }
}

class ModbusMisdeedTest : public testing::TestWithParam<std::pair<const char*, bool>> {};

TEST_P(ModbusMisdeedTest, MixesNothingUp) {
  expect_nothing_mixed_up(GetParam().first, GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    Misdeeds, ModbusMisdeedTest,
    testing::Values(std::pair("late:250@0.5+1.5", false), std::pair("late:250@0.5+1.5", true),
                    std::pair("wrong-transaction:50@0+1.5", false), std::pair("wrong-unit:50@0+1.5", false),
                    std::pair("wrong-unit:50@0+1.5", true), std::pair("crc:50@0+1.5", true),
                    std::pair("garbage:50@0+1.5", true), std::pair("garbage:50@0+1.5", false),
                    std::pair("drop:50@0+1.5", false), std::pair("one-connection", false),
                    std::pair("half-open@0+1.5", false), std::pair("exception:6@0.5+1", false)),
    [](const auto& misdeed) {
      std::string name = misdeed.param.first;
      name = name.substr(0, name.find_first_of(":@"));
      std::ranges::replace(name, '-', '_');
      return name + (misdeed.param.second ? "_rtu" : "_tcp");
    });

}  // namespace
}  // namespace bmsgw::test
