// Decode + route of CAN frames: what each frame from a bus costs, and how many of a recorded log pass in a
// second. Routes report on every change, as the figures of a busy battery do.
#include <chrono>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/route/router.hpp"

#include "can_battery.hpp"

namespace bmsgw {
namespace {

using namespace bench;

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
