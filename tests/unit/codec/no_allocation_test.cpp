// Once everything was heard, nothing between the bytes and the samples allocates. operator new of this whole
// test program counts.
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/codec/can/encoder.hpp"
#include "bmsgw/codec/g1/decoder.hpp"
#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/codec/modbus/map_decoder.hpp"
#include "bmsgw/codec/modbus/pdu.hpp"
#include "bmsgw/codec/snmp/agent_decoder.hpp"
#include "bmsgw/route/router.hpp"

#include "can_samples.hpp"
#include "modbus_samples.hpp"
#include "snmp_samples.hpp"
#include "support/shipped_config.hpp"

// Both are replaced here, but an inlined delete hides that from g++.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace {

std::size_t g_allocations = 0;

void* counted_or_null(std::size_t size) noexcept {
  ++g_allocations;
  return std::malloc(size);
}

void* counted(std::size_t size) {
  if (auto* const memory = counted_or_null(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return counted_or_null(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return counted_or_null(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t& /*tag*/) noexcept {
  std::free(memory);
}

namespace bmsgw::codec::g1 {
namespace {

/// A unit's whole broadcast, with a list in groups, an empty answer, noise and a restart in it.
std::string stream_of_a_unit() {
  std::string stream = "\r\n#\r\n\x80noise\nBV1,wrong,00\n" + std::string(2000, 'x') + "\n";
  const char* const sentences[] = {
      "VR1,BMS1,00000382,2.0.18_RC1_ZVU,9D",
      "BV1,0050,4A,94,80,335B,,D3",
      "CV1,000015AD,0004,01FF,01FD,01FA,03FC,09DA,66CF,0000,0000,DE",
      "ST1,00,00,0000,000128E3,07,0000,00,00040802,A2",
      "BC1,000456F0,00057E40,1EDC,3C",
      "BT1,,,,,,F9",
      "TD1,2014,10,07,14,50,07,00,000003E5,60",
      "PW1,0,AF",
      "BV2,00,0000,08,8B85858585868587,93",
      "BV2,00,0008,08,878782807D7F7F7D,A8",
      "BV2,00,0010,08,7F83848365717E6D,00",
      "BV2,00,0000,08,8B85858585868587,93",
      "BV2,00,0018,08,8585838482828075,8E",
  };
  for (const auto* sentence : sentences) stream.append(sentence).append("\r\n");
  return stream;
}

/// The up path of one bus.
struct UpPath {
  core::PointRegistry registry;
  app::CompiledGateway gateway = app::compile(test::shipped_config(), registry);
  Framer framer;
  Decoder decoder{gateway.g1_buses.front().points};
  Sentence sentence;
  std::vector<core::Sample> samples;
  core::RecordBatch records;
  route::Router router{*gateway.routes, records};
  core::Stamp now{1'790'000'000'000, core::MonoTime() + std::chrono::hours(1)};

  std::size_t feed(const std::string& stream) {
    std::size_t sentences = 0;
    for (std::size_t at = 0; at < stream.size(); at += 61) {  // no sentence comes in one piece
      const auto bytes = std::string_view(stream).substr(at, 61);
      framer.feed({bytes.data(), bytes.size()});
      while (const auto frame = framer.next()) {
        if (frame->kind != Frame::Kind::sentence || !split_sentence(frame->text, sentence)) continue;
        samples.clear();
        decoder.decode(sentence, now.mono, samples);
        router.apply(samples, now, std::chrono::seconds(10));
        ++sentences;
      }
    }
    now.mono += std::chrono::seconds(1);
    now.unix_ms += 1000;
    samples.clear();
    decoder.flush_due(now.mono, samples);
    router.apply(samples, now, std::chrono::seconds(10));
    router.on_time(now);
    records.clear();
    return sentences;
  }
};

TEST(Decoder, AllocatesNothingOnceEverythingWasHeard) {
  UpPath path;
  const auto stream = stream_of_a_unit();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(path.feed(stream), 13U);
  const auto before = g_allocations;
  std::size_t sentences = 0;
  for (int i = 0; i < 1000; ++i) sentences += path.feed(stream);
  EXPECT_EQ(g_allocations - before, 0U);
  EXPECT_EQ(sentences, 13'000U);
  EXPECT_EQ(path.decoder.bad_fields(), 0U);
}

}  // namespace
}  // namespace bmsgw::codec::g1

namespace bmsgw::codec::can {
namespace {

/// An EMUS unit's messages with pieces, flags, codes of no value, and cells over several ids.
std::vector<PacketSpec> packets_of_a_unit() {
  std::vector<PacketSpec> packets{
      {core::CanId::extended(0x19B50000), 1, -1, {test::flag_of(0), test::signal_of({{16, 8}, {56, 8}})}},
      {core::CanId::extended(0x19B50100), 32, -1, {test::list_of({0, 8}, 8, {200, 0.01, 2})}},
      {core::CanId::extended(0x19B50500), 1, -1, {test::without(test::signal_of({{0, 16}}), {65535})}}};
  std::uint32_t point = 0;
  for (auto& packet : packets) {
    for (auto& signal : packet.signals) signal.point = static_cast<core::PointId>(point++);
  }
  return packets;
}

struct CanUpPath {
  std::vector<PacketSpec> packets = packets_of_a_unit();
  Decoder decoder{packets};
  route::RouteTable table{4, {}, {{core::PointId{0}, {}, {}, {}}, {core::PointId{2}, {}, {}, {}}}, {"can0"}};
  std::vector<core::Sample> samples;
  core::RecordBatch records;
  route::Router router{table, records};
  core::Stamp now{1'790'000'000'000, core::MonoTime() + std::chrono::hours(1)};

  void feed(const core::CanFrame& frame) {
    samples.clear();
    decoder.decode(frame, now.mono, samples);
    router.apply(samples, now, std::chrono::seconds(10));
  }

  /// A second of frames; their records.
  std::size_t feed_all(const std::vector<core::CanFrame>& frames) {
    for (const auto& frame : frames) feed(frame);
    now.mono += std::chrono::seconds(1);
    now.unix_ms += 1000;
    samples.clear();
    decoder.flush_due(now.mono, samples);
    decoder.make_unavailable(2, samples);
    router.apply(samples, now, std::chrono::seconds(10));
    router.on_time(now);
    const auto heard = records.records().size();
    records.clear();
    return heard;
  }
};

TEST(CanDecoder, AllocatesNothingOnceEverythingWasHeard) {
  CanUpPath path;
  std::vector<core::CanFrame> frames;
  for (const auto* text :
       {"19B50000#010401020078002C", "19B50100#4A94801170000100", "19B50101#4A948011", "19B50103#4A948011",
        "19B50500#007B", "19B50500#FFFF", "19B50500#", "123#11", "19B50000#R"})
    frames.push_back(test::frame_of(text));
  for (int i = 0; i < 3; ++i) path.feed_all(frames);
  const auto before = g_allocations;
  std::size_t records = 0;
  for (int i = 0; i < 1000; ++i) {
    records += path.feed_all(frames);
    EXPECT_TRUE(encode_signal(path.packets[0].signals[1], i, frames[0]));
  }
  EXPECT_EQ(g_allocations - before, 0U);
  EXPECT_EQ(records, 2000U);
}

}  // namespace
}  // namespace bmsgw::codec::can

namespace bmsgw::codec::modbus {
namespace {

/// Cells over several reads, as many as a register tells, alarm bits, texts, values that aren't there.
MapSpec map_of_a_string() {
  using core::ModbusKind;
  auto alarms = test::list_of(test::place_of(ModbusKind::bit, 1, 40), 40);
  alarms.place.stride = 0;
  return test::map_of(
      {test::point_of(test::place_of(ModbusKind::whole, 1, 0)),
       test::counted_by(0, test::list_of(test::place_of(ModbusKind::whole, 1, 100), 254,
                                         test::without({65535}, test::format_of({0, 0.001, 3})))),
       alarms, test::point_of(test::place_of(ModbusKind::text, 16, 10)),
       test::point_of(test::place_of(ModbusKind::bcd, 2, 26)),
       test::point_of(test::place_of(ModbusKind::real, 2, 28))});
}

struct ModbusUpPath {
  MapSpec map = map_of_a_string();
  MapDecoder decoder{map};
  route::RouteTable table{
      6, {}, {{core::PointId{1}, {}, {}, {}}, {core::PointId{3}, {}, {}, {}}}, {"modbus0"}};
  std::vector<Bytes> answers;  ///< by read; of the last one there is none
  std::vector<std::uint16_t> values;
  std::vector<core::Sample> samples;
  core::RecordBatch records;
  route::Router router{table, records};
  core::Stamp now{1'790'000'000'000, core::MonoTime() + std::chrono::hours(1)};

  [[nodiscard]] static core::ModbusRequest request_of(const Read& read) {
    return {1, read.function, read.address, read.count, {}};
  }

  /// The number of cells, their answers; then the plan stands.
  void prepare() {
    decoder.on_answer(0, test::Words{254}, samples);
    decoder.replan();
    for (const auto& read : decoder.reads()) {
      test::Words words(read.count, 0x4142);
      if (read.address == 0) words = {254};
      encode_answer(request_of(read), words, answers.emplace_back());
    }
  }

  std::size_t cycle() {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      samples.clear();
      const auto verdict = decode_answer(request_of(decoder.reads()[i]), answers[i], values);
      EXPECT_EQ(verdict.outcome, core::ModbusOutcome::ok);
      i + 1 < answers.size() ? decoder.on_answer(i, values, samples) : decoder.on_lost(i, samples);
      router.apply(samples, now, std::chrono::seconds(10));
    }
    now.mono += std::chrono::seconds(1);
    now.unix_ms += 1000;
    const auto heard = records.records().size();
    records.clear();
    return heard;
  }
};

TEST(ModbusMap, AllocatesNothingOnceEverythingWasHeard) {
  ModbusUpPath path;
  path.prepare();
  ASSERT_EQ(path.decoder.reads().size(), 6U);
  for (int i = 0; i < 3; ++i) path.cycle();
  const auto before = g_allocations;
  std::size_t records = 0;
  for (int i = 0; i < 1000; ++i) records += path.cycle();
  EXPECT_EQ(g_allocations - before, 0U);
  EXPECT_EQ(records, 2000U);
}

}  // namespace
}  // namespace bmsgw::codec::modbus

namespace bmsgw::codec::snmp {
namespace {

/// Cells over several reads, as many as an object tells, texts, digits, a scale, a format by another's code.
MapSpec map_of_a_manager(bool bulk) {
  auto map = test::map_of(
      {test::scalar("1.3.1.0"), test::counted_by(0, test::column("1.3.4", 160, test::format_of(0.01, 2))),
       test::scaled_by(0, test::column("1.3.5", 100)), test::until_settled(0, test::column("1.3.5", 100)),
       test::text("1.3.2.0"), test::text("1.3.3.0"),
       test::chosen_by(0, {{160, test::format_of(0.1)}}, test::column("1.3.6", 9))},
      {40, 1400, bulk});
  map.scales.push_back({1, 0.1, -40, 100, {}, {}, {}, 15, {}});
  return map;
}

struct SnmpUpPath {
  explicit SnmpUpPath(bool bulk) : rig(map_of_a_manager(bulk)) {
    rig.agent.objects = {{"1.3.1.0", 160},
                         {"1.3.2.0", "a text that is longer than what a string has room for in itself"},
                         {"1.3.3.0", "\x01\x02\x03\x04\x05\x06\x07\x08\x09"}};
    rig.agent.is_v1 = !bulk;
    rig.agent.add_column("1.3.4", 1, 160, 1200);
    rig.agent.add_column("1.3.5", 1, 100, 200);
    for (int i = 1; i < 9; ++i) rig.agent.objects["1.3.6." + std::to_string(i)] = "12.5 ";
    rig.poll();
    rig.poll();
    for (const auto& read : rig.decoder.reads()) {
      rig.ask(static_cast<std::size_t>(&read - rig.decoder.reads().data()));
      answers.push_back({rig.values, rig.names, {}});
    }
    for (auto& answer : answers) answer.views.assign(answer.names.begin(), answer.names.end());
    rig.samples.clear();
  }

  struct Answer {
    std::vector<core::SnmpValue> values;
    std::vector<std::string> names;
    std::vector<std::string_view> views;
  };
  test::Rig rig;
  std::vector<Answer> answers;  ///< by read
  route::RouteTable table{7, {}, {{core::PointId{1}, {}, {}, {}}, {core::PointId{4}, {}, {}, {}}}, {"snmp0"}};
  core::RecordBatch records;
  route::Router router{table, records};
  core::Stamp now{1'790'000'000'000, core::MonoTime() + std::chrono::hours(1)};

  std::size_t cycle() {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      rig.samples.clear();
      rig.decoder.on_answer(i, answers[i].values, answers[i].views, rig.samples);
      router.apply(rig.samples, now, std::chrono::seconds(10));
    }
    rig.samples.clear();
    rig.decoder.on_lost(0, rig.samples);
    EXPECT_FALSE(rig.decoder.is_outdated());
    now.mono += std::chrono::seconds(1);
    now.unix_ms += 1000;
    const auto heard = records.records().size();
    records.clear();
    return heard;
  }
};

TEST(SnmpMap, AllocatesNothingOnceEverythingWasHeard) {
  for (const bool bulk : {false, true}) {
    SnmpUpPath path(bulk);
    ASSERT_GT(path.rig.decoder.reads().size(), 6U);
    ASSERT_TRUE(path.rig.decoder.scale(0));
    for (int i = 0; i < 3; ++i) path.cycle();
    const auto before = g_allocations;
    std::size_t records = 0;
    for (int i = 0; i < 1000; ++i) records += path.cycle();
    EXPECT_EQ(g_allocations - before, 0U);
    EXPECT_EQ(records, 2000U);
  }
}

}  // namespace
}  // namespace bmsgw::codec::snmp
