// Maps of Modbus devices and what these answer. The input: the map, see modbus_map_input.hpp, then what
// happens: answers, losses, refusals, new plans. In the end everything is refused.
#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "bmsgw/codec/modbus/map_decoder.hpp"
#include "bmsgw/codec/modbus/pdu.hpp"
#include "bmsgw/codec/modbus/value_codec.hpp"

#include "fuzz_support.hpp"
#include "modbus_map_input.hpp"

namespace {

namespace core = bmsgw::core;
namespace modbus = bmsgw::codec::modbus;
using bmsgw::fuzz::Reader;
using bmsgw::fuzz::require;
using modbus::MapDecoder;
using modbus::Read;

std::uint32_t end_of(const Read& read) {
  return std::uint32_t{read.address} + read.count;
}

bool is_within(const Read& part, const Read& whole) {
  return part.function == whole.function && part.group == whole.group && part.address >= whole.address &&
         end_of(part) <= end_of(whole);
}

bool is_harmless(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F || byte == 0xC0 || byte == 0xC1 || byte >= 0xF5;
  });
}

/// A decoder and what must hold of it.
class Rig {
 public:
  explicit Rig(const modbus::MapSpec& map) : map_(map), decoder_(map) { check_plan(); }

  [[nodiscard]] std::size_t reads() const { return decoder_.reads().size(); }

  void answer(std::size_t read, Reader& reader) {
    const auto asked = decoder_.reads()[read];
    std::vector<std::uint16_t> values(asked.count);
    const auto fill = reader.word();
    for (auto& value : values) {
      value = reader.empty() ? fill : reader.word();
      if (core::is_of_bits(asked.function)) value &= 1U;
    }
    decoder_.on_answer(read, values, samples_);
    check_round_trips();
    check_samples();
  }

  void lose(std::size_t read) {
    decoder_.on_lost(read, samples_);
    for (const auto& sample : samples_)
      require(map_.points[core::index_of(sample.point)].list || sample.quality == core::Quality::unavailable,
              "what is lost has no value");
    check_samples();
  }

  void refuse(std::size_t read) {
    const auto refused = decoder_.reads()[read];
    const auto before = reads();
    const auto culprits = decoder_.split(read, samples_);
    if (culprits.empty()) {
      require(reads() == before + 1, "two in place of one");
      const auto near = decoder_.reads()[read];
      const auto far = decoder_.reads()[read + 1];
      require(is_within(near, refused) && is_within(far, refused), "both within it");
      require(near.count < refused.count && far.count < refused.count, "each of them smaller");
      require(samples_.empty(), "nobody knows yet");
    }
    for (const auto& culprit : culprits) check_culprit(culprit, refused);
    check_samples();
    check_plan();
  }

  void plan_anew(bool forget) {
    forget ? decoder_.reset() : decoder_.replan();
    require(!decoder_.is_outdated(), "what is planned anew isn't outdated");
    if (forget) {
      parked_.clear();
      const bool counted = std::ranges::any_of(
          map_.points, [](const modbus::PointSpec& spec) { return spec.list && spec.count_from; });
      require(counted || std::ranges::equal(decoder_.reads(), MapDecoder(map_).reads()), "as it was first");
    }
    check_plan();
  }

 private:
  void check_culprit(const MapDecoder::Culprit& culprit, const Read& refused) {
    const auto& spec = map_.points.at(culprit.point);
    require(culprit.function == refused.function && culprit.address == refused.address, "it stands there");
    require(culprit.element < (spec.list ? spec.place.count : 1U), "it is one of the point's");
    require(modbus::items_of(spec.place) == refused.count, "nothing else was asked for");
    if (!spec.list) parked_.push_back(culprit.point);
  }

  void check_plan() const {
    const auto reads = decoder_.reads();
    for (std::size_t i = 0; i < reads.size(); ++i) {
      const auto& read = reads[i];
      require(modbus::is_well_formed({1, read.function, read.address, read.count, {}}),
              "a read is a request");
      const auto limit = core::is_of_bits(read.function) ? map_.limits.bits : map_.limits.registers;
      require(read.count <= limit, "within the limits");
      for (const auto& range : map_.limits.forbidden)
        require(range.function != read.function || range.last < read.address || range.first >= end_of(read),
                "what is forbidden isn't read");
      const auto key = [](const Read& one) { return std::tuple(one.group, one.function, one.address); };
      require(i == 0 || key(reads[i - 1]) < key(read), "in their order");
    }
    for (std::uint32_t i = 0; i < map_.points.size(); ++i) check_is_read(i);
  }

  /// A single value that can be read alone, and isn't parked, is read.
  void check_is_read(std::uint32_t point) const {
    const auto& spec = map_.points[point];
    const modbus::Atom atom{spec.place.function, spec.place.address, modbus::items_of(spec.place),
                            spec.group};
    if (spec.list || modbus::plan_reads({atom}, map_.limits).empty()) return;
    const bool is_read =
        std::ranges::any_of(decoder_.reads(), [&atom](const Read& read) { return read.covers(atom); });
    const bool is_parked = std::ranges::find(parked_, point) != parked_.end();
    require(is_read || is_parked, "what is wanted is read");
  }

  void check_samples() {
    for (const auto& sample : samples_) check_sample(sample);
    samples_.clear();
  }

  void check_sample(const core::Sample& sample) const {
    const auto& place = map_.points.at(core::index_of(sample.point)).place;
    const bool has_value = !std::holds_alternative<std::monostate>(sample.value);
    require(has_value == (sample.quality == core::Quality::good), "good, and only good, has a value");
    if (const auto* text = std::get_if<std::string_view>(&sample.value))
      require(!text->empty() && text->size() <= 2U * place.registers && is_harmless(*text),
              "a text is harmless");
    if (const auto* list = std::get_if<core::List>(&sample.value)) {
      require(!list->empty() && list->size() <= place.count, "a list is no longer than it may be");
      for (const auto& element : *list) require(!element || std::isfinite(*element), "finite");
    }
    const auto number = core::number_of(sample.value);
    require(!number || std::isfinite(*number), "a number is finite");
  }

  /// Unscaled whole numbers that a double holds, and coils: what is written is what was read.
  void check_round_trips() const {
    for (const auto& sample : samples_) {
      const auto& spec = map_.points[core::index_of(sample.point)];
      const auto number = core::number_of(sample.value);
      if (!number || std::holds_alternative<double>(sample.value) || std::abs(*number) >= 0x1p53) continue;
      const auto items = modbus::encode_value(spec.place, spec.format, *number);
      if (!items) {
        require(spec.place.kind == core::ModbusKind::whole || spec.place.kind == core::ModbusKind::bit,
                "what was read can be written, but for parts");
        continue;
      }
      std::string text;
      core::Value again;
      require(modbus::ValueReader(spec.place, spec.format).read(*items, text, again) == core::Quality::good &&
                  core::same_value(again, sample.value),
              "reading is the inverse");
    }
  }

  const modbus::MapSpec& map_;
  MapDecoder decoder_;
  std::vector<core::Sample> samples_;
  std::vector<std::uint32_t> parked_;  ///< single points
};

void happen(Rig& rig, Reader& reader) {
  const auto what = reader.byte();
  const auto read = rig.reads() == 0 ? 0 : reader.byte() % rig.reads();
  if (what % 16 == 0) return rig.plan_anew((what & 0x10U) != 0);
  if (rig.reads() == 0) return;
  if (what % 16 < 4) return rig.refuse(read);
  if (what % 16 < 6) return rig.lose(read);
  rig.answer(read, reader);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reader reader({data, size});
  const auto map = bmsgw::fuzz::make_map(reader);
  Rig rig(map);
  for (int events = 0; events < 64 && !reader.empty(); ++events) happen(rig, reader);
  rig.plan_anew(true);
  for (std::size_t refused = 0; rig.reads() > 0; ++refused) {
    require(refused < 2 * 41 * 8, "a search ends");
    rig.refuse(refused % rig.reads());
  }
  return 0;
}
