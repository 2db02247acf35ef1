// Maps of SNMP agents and what these answer. The input: the map, see snmp_map_input.hpp, then what happens:
// answers, losses, refusals, new plans. In the end every object is refused.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include "fuzz_support.hpp"
#include "snmp_map_input.hpp"

namespace {

namespace core = bmsgw::core;
namespace snmp = bmsgw::codec::snmp;
using bmsgw::fuzz::Reader;
using bmsgw::fuzz::require;
using Kind = core::SnmpRequest::Kind;

constexpr std::size_t kMostMissing = 8 * 41 * 2;

/// A decoder and what must hold of it.
class Rig {
 public:
  explicit Rig(const snmp::MapSpec& map) : map_(map), decoder_(map) { check_plan(); }

  [[nodiscard]] std::size_t reads() const { return decoder_.reads().size(); }

  void answer(std::size_t read, Reader& reader) {
    const auto& request = decoder_.reads()[read].request;
    auto count = core::count_oids(request.oids) * std::max(request.repetitions, 1U);
    if (reader.byte() % 8 == 0) count = reader.byte() % (count + 2);
    texts_.assign(count, {});
    names_.assign(count, {});
    values_.clear();
    for (auto& text : texts_) values_.push_back(bmsgw::fuzz::make_snmp_value(reader, text));
    if (request.kind != Kind::get) make_names(request, reader);
    const std::vector<std::string_view> oids(names_.begin(), names_.end());
    decoder_.on_answer(read, values_, oids, samples_);
    check_samples();
  }

  void lose(std::size_t read) {
    decoder_.on_lost(read, samples_);
    for (const auto& sample : samples_)
      require(map_.points[core::index_of(sample.point)].list || sample.quality == core::Quality::unavailable,
              "what is lost has no value");
    check_samples();
  }
  void lose_all() {
    decoder_.on_all_lost(samples_);
    for (const auto& sample : samples_)
      require(sample.quality == core::Quality::unavailable, "what is lost has no value");
    check_samples();
  }

  void refuse(std::size_t read, std::uint32_t index) {
    const auto objects = core::count_oids(decoder_.reads()[read].request.oids);
    const bool is_one = index > 0 && index <= objects;
    require(decoder_.on_absent(read, index, samples_) == is_one, "one of the request's objects");
    check_samples();
    if (is_one) plan_anew();
  }

  void shrink(std::size_t read) {
    const auto& request = decoder_.reads()[read].request;
    const auto objects = core::count_oids(request.oids) * std::max(request.repetitions, 1U);
    require(decoder_.on_too_big(read) == (objects > 1), "smaller, unless it is the smallest");
    if (objects > 1) plan_anew();
  }

  void ask() {
    decoder_.ask_presence();
    plan_anew();
  }

  void plan_anew() {
    decoder_.replan();
    require(!decoder_.is_outdated(), "what is planned anew isn't outdated");
    check_plan();
  }
  void plan_if_outdated() {
    if (decoder_.is_outdated()) plan_anew();
    for (const auto scale : decoder_.take_settled()) require(decoder_.scale(scale).has_value(), "settled");
    for (const auto& cut : decoder_.take_cut())
      require(cut.told > map_.points.at(cut.point).place.count, "more than there are places for");
  }

 private:
  /// Mostly what comes next.
  void make_names(const core::SnmpRequest& request, Reader& reader) {
    std::vector<std::string> asked;
    for (std::size_t at = 0; at <= request.oids.size();) {
      const auto end = std::min(request.oids.find('\n', at), request.oids.size());
      asked.push_back(request.oids.substr(at, end - at));
      at = end + 1;
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
      auto& oid = asked[i % asked.size()];
      const auto what = reader.byte();
      const auto dot = oid.rfind('.');
      if (what % 8 == 0) {
        oid += ".1";
      } else if (what % 8 == 1) {
        oid = bmsgw::fuzz::make_oid(reader);
      } else if (what % 8 == 2) {
        oid = oid.substr(0, what / 8);
      } else if (dot != std::string::npos) {
        oid = oid.substr(0, dot + 1) + std::to_string(what / 8);
      }
      names_[i] = oid;
    }
  }

  void check_plan() const {
    bool is_value = false;
    for (const auto& read : decoder_.reads()) {
      const auto& request = read.request;
      const auto objects = core::count_oids(request.oids);
      require(objects > 0 && objects * std::max(request.repetitions, 1U) <= map_.limits.varbinds,
              "within the limits");
      require((read.group == snmp::Read::kPresence) == (request.kind == Kind::get_next),
              "presence by GETNEXT");
      require((request.repetitions > 0) == (request.kind == Kind::get_bulk), "rows by GETBULK");
      require(request.kind != Kind::get_bulk || map_.limits.bulk, "only where it is allowed");
      require(read.group != snmp::Read::kPresence || !is_value, "presence first");
      is_value = read.group != snmp::Read::kPresence;
      for (std::size_t at = 0; at <= request.oids.size();) {
        const auto end = std::min(request.oids.find('\n', at), request.oids.size());
        require(core::is_oid(request.oids.substr(at, end - at)) || request.kind == Kind::get_next,
                "what is asked for is an object");
        at = end + 1;
      }
    }
  }

  void check_samples() {
    for (const auto& sample : samples_) check_sample(sample);
    samples_.clear();
    require(decoder_.absent() <= 8 * 40, "no more is absent than there is");
  }

  void check_sample(const core::Sample& sample) const {
    const auto& spec = map_.points.at(core::index_of(sample.point));
    const bool has_value = !std::holds_alternative<std::monostate>(sample.value);
    require(has_value == (sample.quality == core::Quality::good), "good, and only good, has a value");
    if (const auto* text = std::get_if<std::string_view>(&sample.value))
      require(!text->empty() &&
                  std::ranges::none_of(*text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }),
              "a text is harmless");
    if (const auto* list = std::get_if<core::List>(&sample.value)) {
      require(spec.list && !list->empty() && list->size() <= spec.place.count, "no longer than it may be");
      for (const auto& element : *list) require(!element || std::isfinite(*element), "finite");
    }
    const auto number = core::number_of(sample.value);
    require(!number || std::isfinite(*number), "a number is finite");
  }

  const snmp::MapSpec& map_;
  snmp::AgentDecoder decoder_;
  std::vector<core::Sample> samples_;
  std::vector<std::string> texts_;
  std::vector<std::string> names_;
  std::vector<core::SnmpValue> values_;
};

void happen(Rig& rig, Reader& reader) {
  const auto what = reader.byte();
  if (what % 32 == 0) return rig.ask();
  if (what % 32 == 1) return rig.lose_all();
  if (what % 32 == 2) return rig.plan_anew();
  if (rig.reads() == 0) return;
  const auto read = reader.byte() % rig.reads();
  if (what % 32 < 8) return rig.refuse(read, reader.byte() % 8U);
  if (what % 32 < 9) return rig.shrink(read);
  if (what % 32 < 12) return rig.lose(read);
  rig.answer(read, reader);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reader reader({data, size});
  const auto map = bmsgw::fuzz::make_snmp_map(reader);
  Rig rig(map);
  for (int events = 0; events < 64 && !reader.empty(); ++events) {
    happen(rig, reader);
    if (events % 4 != 3) rig.plan_if_outdated();  // some answers come after the plan was outdated
  }
  rig.plan_anew();
  for (std::size_t refused = 0; rig.reads() > 0; ++refused) {
    require(refused < kMostMissing, "there is an end of what can be missing");
    rig.refuse(0, 1);
  }
  return 0;
}
