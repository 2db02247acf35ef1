// SNMP: what a value costs from the values of an answer to its sample and its record, and how long planning
// takes. 160 batteries of 13 values each is what one battery manager watches at most.
#include <chrono>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bmsgw/codec/snmp/agent_decoder.hpp"
#include "bmsgw/route/router.hpp"

namespace bmsgw {
namespace {

using namespace codec::snmp;
using Kind = core::SnmpRequest::Kind;

constexpr std::uint32_t kBatteries = 160;
const std::string kRoot = "1.3.6.1.4.1.3808.1.1.7.";

class MapBuilder {
 public:
  explicit MapBuilder(bool bulk) { map_.limits.bulk = bulk; }
  PointSpec& add(const std::string& oid, double factor, int decimals) {
    PointSpec spec;
    spec.point = static_cast<core::PointId>(map_.points.size());
    spec.place.oid = kRoot + oid;
    spec.format.factor = factor;
    spec.format.decimals = static_cast<std::int8_t>(decimals);
    return map_.points.emplace_back(std::move(spec));
  }
  PointSpec& add_column(const std::string& oid, double factor = 1, int decimals = -1) {
    auto& spec = add(oid, factor, decimals);
    spec.list = true;
    spec.place.count = kBatteries;
    return spec;
  }
  [[nodiscard]] MapSpec take() { return std::move(map_); }

 private:
  MapSpec map_{{core::milliseconds(10'000)}, {}, {}, {}};
};

MapSpec manager(bool bulk) {
  MapBuilder map(bulk);
  for (const auto* column : {"5.3.1.2", "5.3.1.3", "5.3.1.4", "5.5.1.6", "5.5.1.8", "5.5.1.9", "5.5.1.10",
                             "5.7.1.6", "5.9.1.6", "5.9.1.8"})
    map.add_column(column);
  map.add_column("5.5.1.7", 0.01, 2);
  map.add_column("5.9.1.7", 0.01, 2);
  map.add_column("5.7.1.7", 1, 1).scale = 0;
  for (int i = 1; i <= 27; ++i) map.add("3." + std::to_string(i) + ".0", 0.1, 1);
  for (int i = 1; i <= 9; ++i) map.add("1." + std::to_string(i) + ".0", 1, -1).place.is_text = true;
  auto spec = map.take();
  spec.scales.push_back({1, 0.1, -40, 100, {}, {}, {}, 15, 0.1});
  return spec;
}

/// Presence known: everything is there.
void know(AgentDecoder& decoder) {
  std::vector<core::Sample> nobody;
  while (decoder.reads()[0].group == Read::kPresence) {
    decoder.on_lost(0, nobody);
    decoder.replan();
  }
}

/// Two answers to each read, so that every value changes.
class Device {
 public:
  explicit Device(const AgentDecoder& decoder) {
    for (const auto& read : decoder.reads()) answer_all(read.request);
  }
  struct Answer {
    std::vector<core::SnmpValue> values;
    std::vector<std::string> names;
    std::vector<std::string_view> oids;
  };
  [[nodiscard]] const Answer& answer(std::size_t read, std::size_t round) const {
    return answers_[2 * read + round % 2];
  }

 private:
  void answer_all(const core::SnmpRequest& request) {
    for (std::int64_t round = 0; round < 2; ++round) {
      auto& answer = answers_.emplace_back();
      const auto rows = std::max(request.repetitions, 1U);
      for (std::uint32_t row = 0; row < rows; ++row) answer_row(request, row, round, answer);
      if (request.kind == Kind::get_bulk) answer.oids.assign(answer.names.begin(), answer.names.end());
    }
  }
  static void answer_row(const core::SnmpRequest& request, std::uint32_t row, std::int64_t round,
                         Answer& answer) {
    for (std::size_t at = 0; at < request.oids.size();) {
      const auto end = std::min(request.oids.find('\n', at), request.oids.size());
      const auto oid = request.oids.substr(at, end - at);
      const auto dot = oid.rfind('.');
      const auto instance = std::stoul(oid.substr(dot + 1)) + 1 + row;
      answer.names.push_back(oid.substr(0, dot + 1) + std::to_string(instance));
      if (oid.starts_with(kRoot + "1.")) {
        answer.values.emplace_back(round == 0 ? "BM100" : "BM101");
      } else {
        answer.values.emplace_back(static_cast<std::int64_t>(answer.values.size()) + round);
      }
      at = end + 1;
    }
  }

  std::vector<Answer> answers_;
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
  return {points, {}, routes, {"snmp0"}};
}

/// All reads once; the time of an iteration divided by its values is that of one.
void manager_sweep(benchmark::State& state, bool bulk, bool routed) {
  const auto map = manager(bulk);
  AgentDecoder decoder(map);
  know(decoder);
  const Device device(decoder);
  const auto table = table_of(map.points.size());
  core::RecordBatch out;
  route::Router router(table, out);
  std::vector<core::Sample> samples;
  core::Stamp now{1'790'000'000'000, core::MonoTime(std::chrono::hours(1))};
  std::size_t round = 0;
  for (auto _ : state) {
    ++round;
    now.mono += core::milliseconds(1);
    out.clear();
    for (std::size_t read = 0; read < decoder.reads().size(); ++read) {
      samples.clear();
      const auto& answer = device.answer(read, round);
      decoder.on_answer(read, answer.values, answer.oids, samples);
      if (routed) router.apply(samples, now, std::chrono::seconds(10));
      benchmark::DoNotOptimize(samples.data());
    }
  }
  const std::int64_t in_map = 13 * kBatteries + 27 + 9;
  state.SetItemsProcessed(state.iterations() * in_map);
  state.counters["reads"] = static_cast<double>(decoder.reads().size());
  state.counters["values"] = static_cast<double>(in_map);
}

BENCHMARK_CAPTURE(manager_sweep, decode, false, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(manager_sweep, decode_bulk, true, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(manager_sweep, decode_and_route_changing, false, true)->Unit(benchmark::kMicrosecond);

/// From the map to the reads.
void plan_manager(benchmark::State& state, bool bulk) {
  const auto map = manager(bulk);
  AgentDecoder decoder(map);
  know(decoder);
  for (auto _ : state) decoder.replan();
  state.counters["reads"] = static_cast<double>(decoder.reads().size());
}

BENCHMARK_CAPTURE(plan_manager, by_rows, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(plan_manager, bulk, true)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace bmsgw
