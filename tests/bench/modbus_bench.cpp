// Modbus: what a value costs from the bytes of an answer to its sample and its record, and how long planning
// the requests of a large battery takes. 254 cells (voltage, resistance, temperature) and 6 strings is what
// one control module has, 508 cells what two of its ports carry.
#include <chrono>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bmsgw/codec/modbus/map_decoder.hpp"
#include "bmsgw/codec/modbus/pdu.hpp"
#include "bmsgw/route/router.hpp"

namespace bmsgw {
namespace {

using namespace codec::modbus;

core::FieldFormat scaled(double factor, int decimals) {
  core::FieldFormat format;
  format.factor = factor;
  format.decimals = static_cast<std::int8_t>(decimals);
  return format;
}

class MapBuilder {
 public:
  void add(std::uint16_t address, core::ModbusKind kind, std::uint16_t registers,
           const core::FieldFormat& format, std::uint8_t bit = 0) {
    PointSpec spec;
    spec.point = static_cast<core::PointId>(map_.points.size());
    spec.place.address = address;
    spec.place.kind = kind;
    spec.place.registers = registers;
    spec.place.bit = bit;
    spec.format = format;
    map_.points.push_back(spec);
  }
  void add_list(std::uint16_t address, std::uint16_t count, std::uint16_t stride, core::ModbusKind kind,
                const core::FieldFormat& format) {
    add(address, kind, 1, format);
    map_.points.back().list = true;
    map_.points.back().place.count = count;
    map_.points.back().place.stride = stride;
  }
  [[nodiscard]] MapSpec take() { return std::move(map_); }

 private:
  MapSpec map_{{core::milliseconds(5000)}, {}, {}};
};

MapSpec battery(std::uint16_t cells) {
  MapBuilder map;
  auto ohms = scaled(1, -1);
  ohms.not_available = {65535};
  map.add_list(1000, cells, 1, core::ModbusKind::whole, scaled(0.001, 3));
  map.add_list(2000, cells, 1, core::ModbusKind::whole, ohms);
  map.add_list(3000, cells, 1, core::ModbusKind::sign_magnitude, scaled(0.1, 1));
  for (std::uint16_t string = 0; string < 6; ++string) {
    const auto base = static_cast<std::uint16_t>(100 + 10 * string);
    map.add(base, core::ModbusKind::whole, 2, scaled(0.01, 2));
    map.add(static_cast<std::uint16_t>(base + 2), core::ModbusKind::real, 2, scaled(1, 2));
    for (std::uint8_t bit = 0; bit < 16; ++bit) {
      map.add(static_cast<std::uint16_t>(base + 4), core::ModbusKind::bit, 1, {}, bit);
    }
    map.add(static_cast<std::uint16_t>(base + 5), core::ModbusKind::text, 4, {});
  }
  return map.take();
}

/// Two answers to each read, so that every value changes.
class Device {
 public:
  explicit Device(const MapDecoder& decoder) {
    for (const auto& read : decoder.reads()) {
      requests_.push_back({1, read.function, read.address, read.count, {}});
      for (std::uint16_t round = 0; round < 2; ++round) {
        std::vector<std::uint16_t> words(read.count);
        for (std::size_t i = 0; i < words.size(); ++i)
          words[i] = static_cast<std::uint16_t>(0x4142 + 257 * (i + round));
        encode_answer(requests_.back(), words, answers_.emplace_back());
      }
    }
  }
  [[nodiscard]] std::size_t reads() const { return requests_.size(); }
  void answer(std::size_t read, std::size_t round, std::vector<std::uint16_t>& values) const {
    benchmark::DoNotOptimize(decode_answer(requests_[read], answers_[2 * read + round % 2], values));
  }

 private:
  std::vector<core::ModbusRequest> requests_;
  std::vector<Bytes> answers_;
};

route::RouteTable table_of(std::size_t points) {
  std::vector<route::Route> routes;
  for (std::size_t i = 0; i < points; ++i) {
    route::Route route;
    route.point = static_cast<core::PointId>(i);
    route.output.key = "key" + std::to_string(i);
    route.report.deadband = 0;
    routes.push_back(route);
  }
  return {points, {}, routes, {"modbus0"}};
}

/// All reads once; the time of an iteration divided by its values is that of one.
void battery_cycle(benchmark::State& state, bool routed) {
  const auto map = battery(254);
  MapDecoder decoder(map);
  const Device device(decoder);
  const auto table = table_of(map.points.size());
  core::RecordBatch out;
  route::Router router(table, out);
  std::vector<std::uint16_t> values;
  std::vector<core::Sample> samples;
  core::Stamp now{1'790'000'000'000, core::MonoTime(std::chrono::hours(1))};
  std::size_t round = 0;
  for (auto _ : state) {
    ++round;
    now.mono += core::milliseconds(1);
    out.clear();
    for (std::size_t read = 0; read < device.reads(); ++read) {
      samples.clear();
      device.answer(read, round, values);
      decoder.on_answer(read, values, samples);
      if (routed) router.apply(samples, now, std::chrono::seconds(10));
      benchmark::DoNotOptimize(samples.data());
    }
  }
  const std::int64_t in_map = 3 * 254 + 6 * 19;
  state.SetItemsProcessed(state.iterations() * in_map);
  state.counters["reads"] = static_cast<double>(device.reads());
  state.counters["values"] = static_cast<double>(in_map);
}

BENCHMARK_CAPTURE(battery_cycle, decode, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(battery_cycle, decode_and_route_changing, true)->Unit(benchmark::kMicrosecond);

/// From the map to the reads.
void plan_map(benchmark::State& state) {
  const auto map = battery(static_cast<std::uint16_t>(state.range(0)));
  std::size_t reads = 0;
  for (auto _ : state) reads = MapDecoder(map).reads().size();
  state.counters["reads"] = static_cast<double>(reads);
}

BENCHMARK(plan_map)->Arg(254)->Arg(508)->Unit(benchmark::kMicrosecond);

void plan_atoms(benchmark::State& state) {
  std::vector<Atom> atoms;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(state.range(0)); ++i) {
    // In no order, two registers each, with gaps.
    const auto place = i * 7919 % static_cast<std::uint32_t>(state.range(0));
    atoms.push_back(
        {core::ModbusFunction::read_holding_registers, static_cast<std::uint16_t>(3 * place), 2, 0});
  }
  core::ModbusLimits limits;
  limits.gap = 1;
  for (auto _ : state) benchmark::DoNotOptimize(plan_reads(atoms, limits));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(plan_atoms)->Arg(508)->Arg(5000)->Arg(20000)->Unit(benchmark::kMicrosecond);

/// One illegal value among 125: cut, parked, put together again.
void find_illegal(benchmark::State& state) {
  const auto map = battery(508);
  std::vector<core::Sample> samples;
  std::size_t requests = 0;
  for (auto _ : state) {
    MapDecoder decoder(map);
    requests = 0;
    while (true) {
      const Atom wrong{core::ModbusFunction::read_holding_registers, 2077, 1, 0};
      std::size_t read = 0;
      while (!decoder.reads()[read].covers(wrong)) ++read;
      ++requests;
      samples.clear();
      if (!decoder.split(read, samples).empty()) break;
    }
    decoder.replan();
  }
  state.counters["refused"] = static_cast<double>(requests);
}

BENCHMARK(find_illegal)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace bmsgw
