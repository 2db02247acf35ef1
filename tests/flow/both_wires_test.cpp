// One simulated battery on both wires, one configuration, one table: what the CAN profile decodes is what the
// sentences say.
#include <cmath>
#include <map>
#include <memory>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "bmsgw/app/gateway.hpp"
#include "bmsgw/codec/g1/sentence.hpp"
#include "bmsgw/outbox/memory_outbox.hpp"

#include "simulator/can_unit.hpp"
#include "simulator/g1_unit.hpp"
#include "support/coarser_on_can.hpp"
#include "support/fake_can_link.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_link.hpp"
#include "support/fake_modbus_link.hpp"
#include "support/fake_mqtt.hpp"
#include "support/fake_snmp_link.hpp"
#include "support/shipped_config.hpp"

namespace bmsgw::test {
namespace {

using simulator::Elapsed;

config::Config both_wires(const std::string& can_more) {
  const std::string settings =
      R"({"serial": {"protocol": "g1", "device": "/dev/ttyS0"},
          "can": {"protocol": "can", "interface": "vcan0", "profile": "emus-g1-can", "key_prefix": "can_", )" +
      can_more + "}}";
  config::Places places;
  places.config_dir = BMSGW_SOURCE_DIR "/config";
  auto loaded = config::load_text("settings.json", settings, "params_config.json",
                                  read_source_file("config/params_config.json"), places);
  if (loaded.config) return std::move(*loaded.config);
  std::string all;
  for (const auto& problem : loaded.problems) all += config::to_string(problem) + "\n";
  throw std::runtime_error(all);
}

struct Case {
  const char* name;
  const char* can_settings;
  simulator::CanIds ids;
  simulator::Diagnostics diagnostics;
};

void PrintTo(const Case& each, std::ostream* out) {
  *out << each.name;
}

class BothWires : public testing::TestWithParam<Case> {
 protected:
  /// Both units have lived as long as each other.
  static constexpr Elapsed kLived = std::chrono::seconds(20);

  BothWires()
      : config_(both_wires(GetParam().can_settings)), serial_unit_(serial_unit()), can_unit_(can_unit()) {
    serial_unit_.on_time(kLived);
    can_unit_.on_time(kLived);
    static_cast<void>(serial_unit_.take_output());
    static_cast<void>(can_unit_.take_output());
    gateway_ = std::make_unique<app::Gateway>(config_, app::compile(config_, registry_), "", parts());
    gateway_->start();
    line_->open(clock_.now());
    bus_->open(clock_.now());
  }

  static simulator::BatteryConfig battery() {
    simulator::BatteryConfig battery;
    battery.cells = 44;  // not a multiple of eight
    battery.seed = 7;
    battery.scenario = simulator::Scenario::charge;
    return battery;
  }
  static simulator::UnitConfig serial_unit() {
    simulator::UnitConfig unit;
    unit.battery = battery();
    return unit;
  }
  static simulator::CanUnitConfig can_unit() {
    simulator::CanUnitConfig unit;
    unit.battery = battery();
    unit.ids = GetParam().ids;
    unit.diagnostics = GetParam().diagnostics;
    return unit;
  }

  app::GatewayParts parts() {
    return {clock_,
            [this](const config::SerialBus& /*bus*/) {
              auto link = std::make_unique<FakeLink>();
              line_ = link.get();
              return link;
            },
            [this](const config::CanBus& /*bus*/, const driver::CanBusPlan& /*plan*/) {
              auto link = std::make_unique<FakeCanLink>();
              bus_ = link.get();
              return link;
            },
            [](const config::ModbusBus&) { return std::make_unique<FakeModbusLink>(); },
            [](const config::SnmpBus&) { return std::make_unique<FakeSnmpLink>(); },
            {},
            mqtt_,
            outbox_,
            1};
  }

  /// The serial unit says every sentence once.
  void hear_sentences() {
    for (const auto& packet : config_.params.buses.front().packets) {
      const auto request = codec::g1::encode_read_request(packet.id) + "\r\n";
      serial_unit_.on_bytes(request, kLived);
      for (const auto& sentence : serial_unit_.take_output()) line_->bytes(sentence, clock_.now());
    }
  }

  /// The gateway asks on CAN and the unit answers, until everything has been asked.
  void hear_frames() {
    for (int step = 0; step < 4000; ++step) {
      for (const auto& request : bus_->take()) can_unit_.on_frame(request, kLived);
      for (const auto& answer : can_unit_.take_output()) bus_->frame(answer, clock_.now());
      clock_.set(clock_.time() + core::milliseconds(5));
      if (gateway_->next_wake() <= clock_.now().mono) gateway_->on_time(clock_.now());
    }
  }

  struct Known {
    core::Quality quality{};
    core::Value value;
    std::vector<core::ListElement> list;
    std::string units;
  };
  std::map<std::string, Known> table() {
    std::map<std::string, Known> all;
    for (const auto& report : gateway_->values(clock_.now())) {
      auto& known = all[report.key];
      known = {report.quality, report.value, {}, report.units};
      if (const auto* list = std::get_if<core::List>(&report.value))
        known.list.assign(list->begin(), list->end());
    }
    return all;
  }

  config::Config config_;
  FakeClock clock_;
  FakeMqtt mqtt_;
  outbox::MemoryOutbox outbox_;
  core::PointRegistry registry_;
  FakeLink* line_ = nullptr;
  FakeCanLink* bus_ = nullptr;
  simulator::G1Unit serial_unit_;
  simulator::CanUnit can_unit_;
  std::unique_ptr<app::Gateway> gateway_;
};

TEST_P(BothWires, TellTheSameBattery) {
  hear_frames();
  hear_sentences();
  const auto all = table();
  int compared = 0;
  for (const auto& [key, can] : all) {
    if (!key.starts_with("can_")) continue;
    const auto name = key.substr(4);
    const auto serial = all.find(name);
    if (serial == all.end()) continue;  // CAN alone tells it
    SCOPED_TRACE(name);
    ++compared;
    EXPECT_EQ(can.quality, serial->second.quality);
    EXPECT_EQ(can.units, serial->second.units);
    const auto coarser = coarser_on_can().find(name);
    if (coarser != coarser_on_can().end()) {
      const auto a = core::number_of(can.value);
      const auto b = core::number_of(serial->second.value);
      ASSERT_TRUE(a && b);
      EXPECT_LE(std::abs(*a - *b), coarser->second);
    } else if (!can.list.empty()) {
      EXPECT_EQ(can.list, serial->second.list);
    } else {
      EXPECT_EQ(can.value.index(), serial->second.value.index());
      EXPECT_TRUE(core::same_value(can.value, serial->second.value))
          << core::number_of(can.value).value_or(-1) << " and "
          << core::number_of(serial->second.value).value_or(-1);
    }
  }
  EXPECT_GE(compared, 57) << "keys that both wires have";
}

const simulator::CanIds kExtended{};
const simulator::CanIds kMoved{core::CanId::extended(0x10B50000)};
const simulator::CanIds kStandard{core::CanId::standard(0x300)};

INSTANTIATE_TEST_SUITE_P(Cases, BothWires,
                         testing::Values(Case{"extended", R"("generation": 3)", kExtended,
                                              simulator::Diagnostics::generation_3},
                                         Case{"generation2", R"("generation": 2)", kExtended,
                                              simulator::Diagnostics::generation_2},
                                         Case{"moved", R"("generation": 3, "id_base": "X10B50000")", kMoved,
                                              simulator::Diagnostics::generation_3},
                                         Case{"standard", R"("generation": 3, "id_base": "S300")", kStandard,
                                              simulator::Diagnostics::generation_3}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace bmsgw::test
