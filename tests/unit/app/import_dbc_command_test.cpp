// The command on whole files, and what the gateway makes of what it prints.
#include "app/import_dbc_command.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/codec/can/frame_text.hpp"
#include "bmsgw/config/loader.hpp"

#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::app {
namespace {

struct Answer {
  int status = -1;
  std::string out;
  std::string err;
};

Answer import(const std::string& path) {
  std::ostringstream out;
  std::ostringstream err;
  const auto status = import_dbc(path, out, err);
  return {status, out.str(), err.str()};
}

std::string sample(const std::string& name) {
  return BMSGW_SOURCE_DIR "/tests/golden/dbc/" + name;
}

/// As the packets of a CAN bus; nothing may be said against them.
config::Config loaded(const std::string& section) {
  auto result = config::load_text("settings.json", R"({"can": {"interface": "can0", "protocol": "can"}})",
                                  "params_config.json", R"({"protocols": {"can": )" + section + "}}", {});
  for (const auto& problem : result.problems) ADD_FAILURE() << to_string(problem);
  return result.config.value_or(config::Config{});
}

codec::can::PacketSpec spec_of(const config::PacketConfig& packet) {
  codec::can::PacketSpec spec{packet.can->id, packet.can->range, packet.can->dlc, {}};
  for (const auto& param : packet.params) {
    const auto point = static_cast<core::PointId>(spec.signals.size());
    spec.signals.push_back({point, param.place, param.format, param.list});
  }
  return spec;
}

std::string shown(const core::Value& value) {
  std::ostringstream text;
  text.precision(17);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) text << *integer;
  if (const auto* real = std::get_if<double>(&value)) text << *real;
  return text.str();
}

/// `name=value`, in the order of the file.
std::string decoded(const config::Config& config, const std::string& packet_name, const std::string& frame) {
  for (const auto& packet : config.params.buses.at(0).packets) {
    if (packet.name != packet_name) continue;
    codec::can::Decoder decoder({spec_of(packet)});
    std::vector<core::Sample> samples;
    const auto parsed = codec::can::parse_frame(frame);
    if (!parsed) return parsed.error().reason;
    decoder.decode(*parsed, {}, samples);
    std::string text;
    for (const auto& sample : samples) {
      text += packet.params.at(static_cast<std::size_t>(sample.point)).name + "=" + shown(sample.value) + " ";
    }
    return text;
  }
  return "no packet " + packet_name;
}

// By hand: 1482h = 5250; FF6Ah = -150; 97h = 151; 41h = 65; 0Ah = heater 1, mode 010b.
TEST(ImportDbcCommand, WhatItPrintsDecodesBothByteOrders) {
  const auto config = loaded(import(sample("harbour_pack.dbc")).out);
  EXPECT_EQ(decoded(config, "PackStatus", "18FF0101#1482FF6A97410A00"),
            "PackVoltage=52.5 PackCurrent=-15 StateOfCharge=75.5 CellTemperature=25 Mode=2 Heater=1 ");
}

// By hand: Remaining 12345h = 74565 from bit 4 on; Drift FFBh = -5; Heater 01001 110001b = 625 from byte 5
// bit 4 to byte 6 bit 2; Cycles 10 10100101b = 677 from byte 6 bit 1 on.
TEST(ImportDbcCommand, WhatItPrintsDecodesAcrossBytes) {
  const auto config = loaded(import(sample("harbour_pack.dbc")).out);
  EXPECT_EQ(decoded(config, "PackEnergy", "18FF0102#503412FB0F09C6A5"),
            "Remaining=74.564999999999998 Drift=0.25 Heater=22.5 Cycles=1354 ");
}

TEST(ImportDbcCommand, WhatItPrintsDecodesLatin1AndNegatives) {
  const auto config = loaded(import(sample("latin1_crlf.dbc")).out);
  EXPECT_EQ(decoded(config, "Rack", "100#FF64000000000000"), "Temperature=-1 Power=-50 ");
  EXPECT_EQ(config.params.buses.at(0).packets.at(0).params.at(0).format.units, "°C");
}

TEST(ImportDbcCommand, SaysWhatIsNotThere) {
  const auto path = sample("harbour_pack.dbc");
  const auto answer = import(path);
  EXPECT_EQ(answer.status, 0);
  const char* const expected[] = {
      ":26: PackStatus.Counter: reaches beyond its message's 8 bytes",
      ":36: CellPages.CellA: is multiplexed (m0): a packet has no multiplexer",
      ":37: CellPages.CellB: is multiplexed (m1): a packet has no multiplexer",
      ":38: CellPages.Nested: is multiplexed (m2M): a packet has no multiplexer",
      ":40: Physics: left out: none of its signals can be expressed",
      ":41: Physics.Resistance: is an IEEE float, only whole raw numbers can be read",
      ":42: Physics.Nothing: its factor is 0",
      ":43: Physics.TooFar: reaches beyond its message's 8 bytes",
      ":49: Trailer: has 90 bytes, a frame has at most 64; left out with all of its signals",
      ":53: VECTOR__INDEPENDENT_SIG_MSG.Orphan: is in no message",
      ":68: PackStatus.CellTemperature: the names of its codes are left out: its values are not its codes",
      ":69: PackEnergy.Heater: the names of its codes are left out: its values are not its codes",
      ": 4 packets with 13 params, 12 remarks",
  };
  std::string lines;
  for (const auto* const line : expected) lines += path + line + "\n";
  EXPECT_EQ(answer.err, lines);
}

TEST(ImportDbcCommand, ABrokenStatementCostsItselfAndNoMore) {
  const auto answer = import(sample("broken.dbc"));
  EXPECT_EQ(answer.status, 0);
  EXPECT_NE(answer.err.find(": 1 packet with 1 param, 13 remarks\n"), std::string::npos) << answer.err;
  const auto config = loaded(answer.out);
  EXPECT_EQ(decoded(config, "First", "064#2A00000000000000"), "Good=42 ");
}

TEST(ImportDbcCommand, PrintsNothingWhenThereIsNothing) {
  const test::TempDir dir;
  test::write_text(dir / "empty.dbc", "VERSION \"\"\n");
  test::write_text(dir / "wide.dbc", std::string("\xFF\xFEV\0", 4));
  test::write_text(dir / "large.dbc", std::string(kLongestDbc + 1, '\n'));
  struct Row {
    std::string path;
    const char* err;
  };
  const Row rows[] = {
      {dir / "empty.dbc", ": holds no message (BO_)\n"},
      {dir / "wide.dbc", ": can't be read: it is UTF-16: save it as UTF-8 or Latin-1\n"},
      {dir / "large.dbc", ": can't be read: it is larger than 16 MiB\n"},
      {dir / "absent.dbc", ": can't be read: No such file or directory\n"},
      {dir / "", ": can't be read: it is a folder\n"},
  };
  for (const auto& [path, err] : rows) {
    const auto answer = import(path);
    EXPECT_EQ(answer.status, 1) << path;
    EXPECT_EQ(answer.out, "") << path;
    EXPECT_EQ(answer.err, path + err);
  }
}

}  // namespace
}  // namespace bmsgw::app
