// Vectors: EMUS CAN protocol, message layouts as config/profiles/emus-g1-can.json has them, and arithmetic by
// hand.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/codec/g1/field_codec.hpp"

#include "can_samples.hpp"

namespace bmsgw::codec::can {
namespace {

using core::CanId;
using core::MonoTime;
using core::Sample;
using test::dbc;
using test::flag_of;
using test::frame_of;
using test::list_of;
using test::little;
using test::shown;
using test::signal_of;
using test::with_sign;
using test::without;
using Texts = std::vector<std::string>;

constexpr test::Scale kVolts{200, 0.01, 2};
constexpr test::Scale kDegrees{-100, 1, -1};
constexpr test::Scale kTenths{0, 0.1, 1};

PacketSpec packet_of(CanId id, std::vector<SignalSpec> signals, std::uint32_t range = 1,
                     std::int16_t dlc = -1) {
  PacketSpec packet{id, range, dlc, std::move(signals)};
  std::uint32_t point = 0;
  for (auto& signal : packet.signals) signal.point = static_cast<core::PointId>(point++);
  return packet;
}

/// A frame's samples.
Texts decoded(const PacketSpec& packet, const std::string& frame) {
  Decoder decoder({packet});
  std::vector<Sample> samples;
  decoder.decode(frame_of(frame), MonoTime(), samples);
  return shown(samples);
}

TEST(CanDecoder, ReadsEveryKindOfPlace) {
  struct Row {
    const char* name;
    SignalSpec signal;
    const char* data;
    const char* expected;
  };
  const Row rows[] = {
      {"a byte", signal_of({{8, 8}}), "0102030405060708", "2"},
      {"bits within a byte", signal_of({{10, 3}}), "0014", "5"},
      {"big-endian word", signal_of({{8, 16}}), "00123400", "4660"},
      {"little-endian word", little(signal_of({{8, 16}})), "00123400", "13330"},
      {"little-endian over bytes, 12 bits from bit 4", little(signal_of({{4, 12}})), "A5CB", "3258"},
      {"big-endian, 24 bits up to the last byte", signal_of({{40, 24}}), "0000000000123456", "1193046"},
      {"big-endian, 64 bits", signal_of({{0, 64}}), "0102030405060708", "72623859790382856"},
      {"little-endian, 64 bits", little(signal_of({{0, 64}})), "0807060504030201", "72623859790382856"},
      {"unsigned beyond int64", signal_of({{0, 64}}), "FFFFFFFFFFFFFFFF", "real 1.8446744073709552e+19"},
      {"signed, all ones", with_sign(signal_of({{0, 64}})), "FFFFFFFFFFFFFFFF", "-1"},
      {"signed byte", with_sign(signal_of({{0, 8}})), "80", "-128"},
      {"signed 12 bits", with_sign(little(signal_of({{4, 12}}))), "0080", "-2048"},
      {"DBC big-endian word", dbc(signal_of({{15, 16}})), "00123400", "4660"},
      {"DBC, 10 bits from bit 3 of byte 0", dbc(signal_of({{3, 10}})), "0A9F", "679"},
      {"DBC, signed", dbc(with_sign(signal_of({{3, 10}}))), "0A9F", "-345"},
      {"DBC, little-endian as ever", dbc(little(signal_of({{4, 12}}))), "A5CB", "3258"},
      {"the sign is that of all pieces", with_sign(signal_of({{8, 8}, {0, 8}})), "0080", "-32768"},
      {"a piece's own sign means nothing", with_sign(signal_of({{8, 8}, {0, 8}})), "807F", "32640"},
      {"pieces of bits", signal_of({{0, 4}, {12, 4}}), "0AB0", "171"},
      {"flag set", flag_of(10), "0004", "true"},
      {"flag not set", flag_of(10), "FFFB", "false"},
      {"whole number with an offset is a real number", signal_of({{0, 8}}, kDegrees), "7B", "real 23"},
      {"scaled", signal_of({{0, 8}}, kVolts), "94", "real 3.48"},
      {"rounded", signal_of({{0, 8}}, {0, 100.0 / 255, 1}), "55", "real 33.299999999999997"},
      {"no value: its code", without(signal_of({{0, 16}}), {65535}), "FFFF", "unavailable"},
      {"no value: by sign", without(with_sign(signal_of({{0, 16}})), {-1}), "FFFF", "unavailable"},
      {"no value: by bits", without(with_sign(signal_of({{0, 16}})), {65535}), "FFFF", "unavailable"},
      {"another code", without(signal_of({{0, 16}}), {65535}), "FFFE", "65534"},
      {"flag of two bits without a value", without(flag_of(0), {1}), "01", "unavailable"},
      {"frame too short", signal_of({{8, 8}}), "01", "unavailable"},
      {"frame too short by half", signal_of({{8, 16}}), "0102", "unavailable"},
      {"a piece too far", signal_of({{0, 8}, {16, 8}}), "0102", "unavailable"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(core::fault_of(row.signal.place, 8), "") << row.name;
    EXPECT_EQ(decoded(packet_of(CanId::standard(0x100), {row.signal}), std::string("100#") + row.data),
              Texts{row.expected})
        << row.name;
  }
}

TEST(CanDecoder, ReadsLongFramesToTheirLastBit) {
  struct Row {
    const char* name;
    SignalSpec signal;
    const char* expected;
  };
  // Bytes 00, 01, ... 3F.
  std::string text = "100##0";
  for (int i = 0; i < 64; ++i) text += fmt::format("{:02X}", i);
  const Row rows[] = {
      {"the last byte", signal_of({{504, 8}}), "63"},
      {"the last bit", flag_of(511), "false"},
      {"the last set bit", flag_of(509), "true"},
      {"big-endian to the end", signal_of({{496, 16}}), "15935"},
      {"big-endian in the middle", signal_of({{240, 32}}), "505356321"},
      {"little-endian over nine bytes", little(signal_of({{84, 64}})), "2382686712419631280"},
      {"DBC over nine bytes", dbc(signal_of({{82, 63}})), "2355594608474390801"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(decoded(packet_of(CanId::standard(0x100), {row.signal}), text), Texts{row.expected})
        << row.name;
  }
}

TEST(CanDecoder, ReadsTheMessagesOfAnEmusUnit) {
  const auto overall = packet_of(
      CanId::extended(0x19B50000),
      {flag_of(0), flag_of(10), signal_of({{16, 8}, {56, 8}}), signal_of({{24, 8}}), signal_of({{32, 16}})});
  const auto voltage =
      packet_of(CanId::extended(0x19B50001),
                {signal_of({{0, 8}}, kVolts), signal_of({{8, 8}}, kVolts), signal_of({{16, 8}}, kVolts),
                 signal_of({{40, 16}, {24, 16}}, {0, 0.01, 2})});
  const auto temperature = packet_of(CanId::extended(0x19B50008), {signal_of({{0, 8}}, kDegrees)});
  const auto charge =
      packet_of(CanId::extended(0x19B50500),
                {with_sign(signal_of({{0, 16}}, kTenths)), without(signal_of({{16, 16}}, kTenths), {65535}),
                 signal_of({{48, 8}}), signal_of({{56, 8}})});
  const auto diagnostics = packet_of(CanId::extended(0x19B50007),
                                     {flag_of(0), flag_of(11), flag_of(23), flag_of(36), flag_of(61)});
  struct Row {
    const char* name;
    const PacketSpec& packet;
    const char* frame;
    Texts expected;
  };
  const Row rows[] = {
      {"overall parameters", overall, "19B50000#010401020078002C", {"true", "true", "300", "2", "120"}},
      {"battery voltage overall: 700.00 V",
       voltage,
       "19B50001#4A94801170000100",
       {"real 2.7400000000000002", "real 3.48", "real 3.2799999999999998", "real 700"}},
      {"battery voltage without the total",
       voltage,
       "19B50001#4A9480",
       {"real 2.7400000000000002", "real 3.48", "real 3.2799999999999998", "unavailable"}},
      {"cell temperature -5 degrees", temperature, "19B50008#5F6060", {"real -5"}},
      {"discharging with 12.3 A",
       charge,
       "19B50500#FF8503E80000325A",
       {"real -12.300000000000001", "real 100", "50", "90"}},
      {"charging, the remaining charge is not known",
       charge,
       "19B50500#007BFFFF0000325A",
       {"real 12.300000000000001", "unavailable", "50", "90"}},
      {"diagnostics 3.x: cell under-voltage, cell overheat, voltage reading deviation",
       diagnostics,
       "19B50007#0108800010000020",
       {"true", "true", "true", "true", "true"}},
      {"diagnostics 3.x: nothing",
       diagnostics,
       "19B50007#0000000000000000",
       {"false", "false", "false", "false", "false"}},
      {"diagnostics 2.0: half a frame",
       diagnostics,
       "19B50007#01000000",
       {"true", "false", "false", "unavailable", "unavailable"}},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(decoded(row.packet, row.frame), row.expected) << row.name;
  }
}

TEST(CanDecoder, GivesTheValuesOfTheSerialLine) {
  struct Row {
    const char* name;
    SignalSpec signal;
    const char* text;  ///< a field of a sentence, and the frame's data
  };
  auto half = signal_of({{0, 8}}, {0, 0.5, 0});
  const Row rows[] = {
      {"code", signal_of({{0, 8}}), "47"},
      {"cell voltage", signal_of({{0, 8}}, kVolts), "93"},
      {"temperature", signal_of({{0, 8}}, kDegrees), "7B"},
      {"current", with_sign(signal_of({{0, 16}}, kTenths)), "FF85"},
      {"balancing", signal_of({{0, 8}}, {0, 100.0 / 255, 1}), "81"},
      {"half way to the next", half, "05"},
      {"half way, odd", half, "07"},
      {"rounded to nothing", with_sign(signal_of({{0, 8}}, {0, 0.01, 1})), "FD"},
      {"big", signal_of({{0, 64}}, {0, 1e15, 15}), "FFFFFFFFFFFFFFFF"},
      {"64 bits as they are", signal_of({{0, 64}}), "8000000000000000"},
      {"energy", signal_of({{0, 16}}, {0, 10, -1}), "1EDC"},
      {"no value", without(signal_of({{0, 8}}), {71}), "47"},
  };
  for (const auto& row : rows) {
    const auto serial = g1::FieldCodec(row.signal.format).decode(row.text);
    const Sample expected{core::PointId{}, serial.quality, serial.value};
    EXPECT_EQ(decoded(packet_of(CanId::standard(0x100), {row.signal}), std::string("100#") + row.text),
              shown(std::vector{expected}))
        << row.name;
  }
}

TEST(CanDecoder, SaysWhyAFrameHasNoSamples) {
  const auto any = packet_of(CanId::extended(0x19B50000), {signal_of({{0, 8}})}, 2);
  const auto two_bytes = packet_of(CanId::extended(0x19B50000), {signal_of({{0, 8}})}, 2, 2);
  const auto first = packet_of(CanId::standard(0), {signal_of({{0, 8}})});
  struct Row {
    const char* name;
    const PacketSpec& packet;
    const char* frame;
    DecodeResult result;
    std::uint32_t index;
  };
  const Row rows[] = {
      {"good", any, "19B50000#01", DecodeResult::decoded, 0},
      {"good, the last id", any, "19B50001#01", DecodeResult::decoded, 0},
      {"good, its dlc", two_bytes, "19B50000#0102", DecodeResult::decoded, 0},
      {"good, id 0", first, "000#01", DecodeResult::decoded, 0},
      {"beyond the range", any, "19B50002#01", DecodeResult::unknown, Decoder::kNoPacket},
      {"before it", any, "19B4FFFF#01", DecodeResult::unknown, Decoder::kNoPacket},
      {"the same number, standard", first, "00000000#01", DecodeResult::unknown, Decoder::kNoPacket},
      {"a request", any, "19B50000#", DecodeResult::empty, 0},
      {"a request of a packet with dlc", two_bytes, "19B50000#", DecodeResult::empty, 0},
      {"an FD frame without data", any, "19B50000##0", DecodeResult::empty, 0},
      {"a remote request", any, "19B50000#R", DecodeResult::remote, 0},
      {"a remote request with a length", any, "19B50000#R8", DecodeResult::remote, 0},
      {"a remote request of another", any, "19B50009#R", DecodeResult::unknown, Decoder::kNoPacket},
      {"too short", two_bytes, "19B50000#01", DecodeResult::wrong_length, 0},
      {"too long", two_bytes, "19B50000#010203", DecodeResult::wrong_length, 0},
  };
  for (const auto& row : rows) {
    Decoder decoder({row.packet});
    std::vector<Sample> samples;
    const auto made = decoder.decode(frame_of(row.frame), MonoTime(), samples);
    EXPECT_EQ(made.result, row.result) << row.name;
    EXPECT_EQ(made.packet, row.index) << row.name;
    EXPECT_EQ(samples.size(), row.result == DecodeResult::decoded ? 1U : 0U) << row.name;
  }
}

TEST(CanDecoder, FindsPacketsByTheirIds) {
  std::vector<PacketSpec> packets;
  for (std::uint32_t i = 0; i < 5000; ++i)
    packets.push_back(packet_of(CanId::extended(0x19B50000 + 16 * i), {}, 3));
  packets.push_back(packet_of(CanId::standard(0x7FE), {}, 100));  // only two ids are left there
  packets.push_back(packet_of(CanId::extended(0x19B50002), {}, 2));
  const Decoder decoder(packets);
  for (std::uint32_t i = 0; i < 5000; ++i) {
    for (std::uint32_t offset = 0; offset < 3; ++offset) {
      const auto place = decoder.packet_of(CanId::extended(0x19B50000 + 16 * i + offset));
      ASSERT_TRUE(place.has_value()) << i;
      EXPECT_EQ(place->packet, i);
      EXPECT_EQ(place->offset, offset);
    }
  }
  EXPECT_EQ(decoder.packet_of(CanId::standard(0x7FF))->packet, 5000U);
  EXPECT_EQ(decoder.packet_of(CanId::standard(0x7FF))->offset, 1U);
  EXPECT_EQ(decoder.packet_of(CanId::extended(0x19B50003))->packet, 5001U);
  EXPECT_FALSE(decoder.packet_of(CanId::extended(0x19B50004)).has_value());
  EXPECT_FALSE(decoder.packet_of(CanId::standard(0)).has_value());
  EXPECT_FALSE(Decoder({}).packet_of(CanId::standard(0)).has_value());
}

TEST(CanDecoder, MakesAPacketUnavailable) {
  Decoder decoder(
      {packet_of(CanId::standard(0x20), {list_of({0, 8}, 8), signal_of({{0, 8}}), flag_of(3)}, 4)});
  std::vector<Sample> samples;
  decoder.decode(frame_of("020#0102030405060708"), MonoTime(), samples);
  EXPECT_EQ(shown(samples), (Texts{"1", "false"}));
  EXPECT_NE(decoder.next_deadline(), core::kNever);
  samples.clear();
  decoder.make_unavailable(0, samples);
  EXPECT_EQ(shown(samples), (Texts{"unavailable", "unavailable", "unavailable"}));
  EXPECT_EQ(decoder.next_deadline(), core::kNever);
  samples.clear();
  decoder.flush_due(MonoTime() + std::chrono::hours(1), samples);
  EXPECT_TRUE(samples.empty());
}

}  // namespace
}  // namespace bmsgw::codec::can
