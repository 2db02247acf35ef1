// Decode + route of CAN frames: what each frame from a bus costs, and how many of a recorded log pass in a
// second. Routes report on every change, as the figures of a busy battery do.
#include <chrono>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/route/router.hpp"

namespace bmsgw {
namespace {

using codec::can::PacketSpec;
using codec::can::SignalSpec;
using core::CanFrame;
using core::CanId;

SignalSpec signal_of(std::vector<core::CanPiece> pieces, double offset, double factor, int decimals) {
  SignalSpec signal;
  signal.place.pieces = std::move(pieces);
  signal.format.offset = offset;
  signal.format.factor = factor;
  signal.format.decimals = static_cast<std::int8_t>(decimals);
  return signal;
}

SignalSpec flag_of(std::uint16_t start) {
  auto signal = signal_of({{start, 1}}, 0, 1, -1);
  signal.format.encoding = core::Encoding::hex_bit_bool;
  return signal;
}

SignalSpec cells(double offset, double factor, int decimals) {
  auto signal = signal_of({{0, 8}}, offset, factor, decimals);
  signal.place.pack_length = 8;
  signal.list = true;
  return signal;
}

/// Eight signals as real ones are: bytes and words, scaled and not, a flag.
std::vector<SignalSpec> eight_signals() {
  auto current = signal_of({{16, 16}}, 0, 0.1, 1);
  current.format.is_signed = true;
  return {signal_of({{0, 8}}, 200, 0.01, 2),
          signal_of({{8, 8}}, -100, 1, -1),
          current,
          signal_of({{32, 16}}, 0, 0.1, 1),
          signal_of({{48, 8}}, 0, 1, -1),
          signal_of({{56, 4}}, 0, 1, -1),
          flag_of(60),
          signal_of({{61, 3}}, 0, 1, -1)};
}

/// A bus from frames to records.
class UpPath {
 public:
  explicit UpPath(std::vector<PacketSpec> packets)
      : packets_(numbered(std::move(packets))),
        decoder_(packets_),
        table_(table_of(points_)),
        router_(table_, out_) {}

  void feed(const CanFrame& frame) {
    samples_.clear();
    decoder_.decode(frame, now_.mono, samples_);
    router_.apply(samples_, now_, std::chrono::seconds(10));
  }
  void pass(core::milliseconds time) {
    now_.mono += time;
    now_.unix_ms += time.count();
    out_.clear();
  }
  void flush() {
    samples_.clear();
    decoder_.flush_due(now_.mono, samples_);
    router_.apply(samples_, now_, std::chrono::seconds(10));
  }
  [[nodiscard]] std::size_t records() const { return out_.records().size(); }
  [[nodiscard]] std::size_t samples() const { return samples_.size(); }

 private:
  std::vector<PacketSpec> numbered(std::vector<PacketSpec> packets) {
    for (auto& packet : packets) {
      for (auto& signal : packet.signals) signal.point = static_cast<core::PointId>(points_++);
    }
    return packets;
  }
  static route::RouteTable table_of(std::size_t points) {
    std::vector<route::Route> routes;
    for (std::size_t i = 0; i < points; ++i) {
      route::Route route;
      route.point = static_cast<core::PointId>(i);
      route.output.key = "key" + std::to_string(i);
      route.report.deadband = 0;
      routes.push_back(route);
    }
    return {points, {}, routes, {"can0"}};
  }

  std::size_t points_ = 0;
  std::vector<PacketSpec> packets_;
  codec::can::Decoder decoder_;
  route::RouteTable table_;
  core::RecordBatch out_;
  route::Router router_;
  std::vector<core::Sample> samples_;
  core::Stamp now_{1'790'000'000'000, core::MonoTime(std::chrono::hours(1))};
};

CanFrame frame_of(CanId id, std::uint64_t seed, std::uint8_t length = 8) {
  CanFrame frame;
  frame.id = id;
  frame.length = length;
  for (std::size_t i = 0; i < length; ++i)
    frame.data[i] = static_cast<std::uint8_t>((seed + 1) * 37 * (i + 1));
  return frame;
}

/// `changing`: every value is another than in the frame before.
void eight_signal_frame(benchmark::State& state, bool changing, bool routed) {
  const auto id = CanId::extended(0x19B50000);
  UpPath path({{id, 1, 8, eight_signals()}});
  codec::can::Decoder decoder({{id, 1, 8, eight_signals()}});
  CanFrame frames[2] = {frame_of(id, 0), frame_of(id, 0)};
  if (changing) {
    for (auto& byte : frames[1].data) byte = static_cast<std::uint8_t>(byte ^ 0xFFU);
  }
  std::vector<core::Sample> samples;
  std::uint64_t round = 0;
  for (auto _ : state) {
    const auto& frame = frames[++round % 2];
    if (routed) {
      if (round % 64 == 0) path.pass(core::milliseconds(1));
      path.feed(frame);
    } else {
      samples.clear();
      decoder.decode(frame, {}, samples);
      benchmark::DoNotOptimize(samples.data());
    }
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["signals"] = static_cast<double>(routed ? path.samples() : samples.size());
}

BENCHMARK_CAPTURE(eight_signal_frame, decode, true, false);
BENCHMARK_CAPTURE(eight_signal_frame, decode_and_route_changing, true, true);
BENCHMARK_CAPTURE(eight_signal_frame, decode_and_route_unchanged, false, true);

/// The packet of an id, in no order that a cache could guess.
void look_up(benchmark::State& state) {
  const auto ids = static_cast<std::uint32_t>(state.range(0));
  std::vector<PacketSpec> packets;
  std::vector<CanId> wanted;
  for (std::uint32_t i = 0; i < ids; ++i) {
    wanted.push_back(CanId::extended(0x19B50000 + 0x10 * i));
    packets.push_back({wanted.back(), 1, -1, {}});
  }
  const codec::can::Decoder decoder(packets);
  std::uint32_t i = 0;
  for (auto _ : state) {
    i = (i * 5 + 1) & 0xFFFFU;
    benchmark::DoNotOptimize(decoder.packet_of(wanted[i * ids >> 16U]));
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(look_up)->Arg(10)->Arg(100)->Arg(1000)->Arg(5000);

/// EMUS CAN protocol: the messages of a unit with 96 cells (facts of the layouts: emus-g1-can profile).
std::vector<PacketSpec> emus_packets(std::uint32_t base) {
  const auto id = [base](std::uint32_t message) { return CanId::extended((base << 16U) + message); };
  auto current = signal_of({{0, 16}}, 0, 0.1, 1);
  current.format.is_signed = true;
  auto charge = signal_of({{16, 16}}, 0, 0.1, 1);
  charge.format.not_available = {65535};
  PacketSpec overall{id(0x0000), 1, -1, {}};
  for (std::uint16_t bit = 0; bit < 12; ++bit) overall.signals.push_back(flag_of(bit));
  overall.signals.push_back(signal_of({{16, 8}, {56, 8}}, 0, 1, -1));
  overall.signals.push_back(signal_of({{24, 8}}, 0, 1, -1));
  overall.signals.push_back(signal_of({{32, 16}}, 0, 1, -1));
  const auto summary = [](double offset, double factor, int decimals) {
    return std::vector{signal_of({{0, 8}}, offset, factor, decimals),
                       signal_of({{8, 8}}, offset, factor, decimals),
                       signal_of({{16, 8}}, offset, factor, decimals)};
  };
  PacketSpec voltage{id(0x0001), 1, -1, summary(200, 0.01, 2)};
  voltage.signals.push_back(signal_of({{40, 16}, {24, 16}}, 0, 0.01, 2));
  PacketSpec diagnostics{id(0x0007), 1, -1, {}};
  for (std::uint16_t bit = 0; bit < 24; ++bit) diagnostics.signals.push_back(flag_of(bit));
  return {
      overall,
      voltage,
      {id(0x0002), 1, -1, summary(-100, 1, -1)},
      {id(0x0003), 1, -1, summary(0, 100.0 / 255, 1)},
      diagnostics,
      {id(0x0100), 32, -1, {cells(200, 0.01, 2)}},
      {id(0x0200), 32, -1, {cells(-100, 1, -1)}},
      {id(0x0300), 32, -1, {cells(0, 100.0 / 255, 1)}},
      {id(0x0500), 1, -1, {current, charge, signal_of({{48, 8}}, 0, 1, -1), signal_of({{56, 8}}, 0, 1, -1)}}};
}

/// A second of the unit's broadcast: its summaries ten times, its 96 cells once; other nodes' frames in
/// between.
void append_second(std::uint32_t base, std::uint64_t second, std::vector<CanFrame>& log) {
  const auto id = [base](std::uint32_t message) { return CanId::extended((base << 16U) + message); };
  for (std::uint64_t i = 0; i < 10; ++i) {
    for (const std::uint32_t message : {0x0000U, 0x0001U, 0x0002U, 0x0003U, 0x0007U, 0x0500U})
      log.push_back(frame_of(id(message), 10 * second + i));
    log.push_back(frame_of(CanId::extended(0x18FF50E5), i));
    log.push_back(frame_of(id(0x0000), i, 0));
  }
  for (const std::uint32_t first : {0x0100U, 0x0200U, 0x0300U}) {
    for (std::uint32_t group = 0; group < 12; ++group)
      log.push_back(frame_of(id(first + group), second + group));
  }
}

void recorded_log(benchmark::State& state) {
  std::vector<PacketSpec> packets;
  std::vector<CanFrame> log;
  for (std::uint32_t base = 0x19B5; base < 0x19B9; ++base) {
    for (auto& packet : emus_packets(base)) packets.push_back(std::move(packet));
  }
  for (std::uint64_t second = 0; second < 16; ++second) {
    for (std::uint32_t base = 0x19B5; base < 0x19B9; ++base) append_second(base, second, log);
  }
  UpPath path(std::move(packets));
  std::size_t records = 0;
  for (auto _ : state) {
    records = 0;
    for (std::size_t i = 0; i < log.size(); ++i) {
      if (i % 64 == 0) {
        records += path.records();
        path.pass(core::milliseconds(10));
        path.flush();
      }
      path.feed(log[i]);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(log.size()));
  state.counters["records_per_frame"] = static_cast<double>(records) / static_cast<double>(log.size());
}

BENCHMARK(recorded_log)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace bmsgw
