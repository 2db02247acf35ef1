// Framer + split + decode + route of one sentence with the shipped configuration: what each line from a unit
// costs.
#include <chrono>
#include <string>

#include <benchmark/benchmark.h>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/codec/g1/decoder.hpp"
#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/config/loader.hpp"
#include "bmsgw/route/router.hpp"

#include "../support/shipped_config.hpp"

namespace bmsgw {
namespace {

/// One bus from bytes to records, as the daemon has it.
class UpPath {
 public:
  UpPath()
      : compiled_(app::compile(test::shipped_config(), registry_)),
        decoder_(compiled_.g1_buses.front().points),
        router_(*compiled_.routes, out_) {}

  void feed(std::string_view bytes) {
    now_.mono += std::chrono::milliseconds(1);
    ++now_.unix_ms;
    out_.clear();
    framer_.feed({bytes.data(), bytes.size()});
    while (const auto frame = framer_.next()) {
      if (!codec::g1::split_sentence(frame->text, sentence_)) continue;
      samples_.clear();
      decoder_.decode(sentence_, now_.mono, samples_);
      router_.apply(samples_, now_, std::chrono::seconds(10));
    }
    benchmark::DoNotOptimize(out_.records().data());
  }

  [[nodiscard]] std::size_t points() const { return samples_.size(); }

 private:
  core::PointRegistry registry_;
  app::CompiledGateway compiled_;
  codec::g1::Framer framer_;
  codec::g1::Decoder decoder_;
  codec::g1::Sentence sentence_;
  std::vector<core::Sample> samples_;
  core::RecordBatch out_;
  route::Router router_;
  core::Stamp now_{1'790'000'000'000, core::MonoTime(std::chrono::hours(1))};
};

void g1_sentence(benchmark::State& state, const std::string& sentence) {
  UpPath path;
  const auto line = sentence + "\r\n";
  path.feed(
      "ST1,03,00,0000,000128E3,2F,0000,00,00040802,D4\r\n");  // the flags that gate others have been heard
  for (auto _ : state) path.feed(line);
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(line.size()));
  state.counters["points"] = static_cast<double>(path.points());
}

BENCHMARK_CAPTURE(g1_sentence, BV1, "BV1,0050,4A,94,80,335B,,D3");
BENCHMARK_CAPTURE(g1_sentence, CV1, "CV1,000015AD,0004,01FF,01FD,01FA,03FC,09DA,66CF,0000,0000,DE");
BENCHMARK_CAPTURE(g1_sentence, ST1, "ST1,00,00,0000,000128E3,07,0000,00,00040802,A2");
BENCHMARK_CAPTURE(g1_sentence, BV2, "BV2,00,0000,08,8B85858585868587,93");

}  // namespace
}  // namespace bmsgw
