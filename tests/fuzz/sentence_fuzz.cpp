// Sentences to samples: framer, split, decoder with its list assembler. The input: a line with the plan
// ("shipped": the shipped configuration's; else points apart by ';', see read_point), then lines:
// `+MILLISECONDS` lets time pass, anything else is a sentence that still lacks its comma and CRC.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/codec/g1/decoder.hpp"
#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/config/loader.hpp"

#include "fuzz_support.hpp"

namespace {

namespace core = bmsgw::core;
using bmsgw::codec::ListAssembler;
using bmsgw::codec::g1::Decoder;
using bmsgw::codec::g1::DecodeResult;
using bmsgw::codec::g1::FieldCodec;
using bmsgw::codec::g1::Framer;
using bmsgw::codec::g1::PointSpec;
using bmsgw::codec::g1::Sentence;
using bmsgw::fuzz::require;
using bmsgw::fuzz::take_until;
using Plan = std::vector<PointSpec>;

constexpr std::array kFactors{1.0, 0.01, 10.0, -0.5, 1e-9, 1e9};
constexpr std::array kOffsets{0.0, 200.0, -100.0, 0.5, -1e9};

/// The next character as a small number, '0' is 0; without one, 0.
unsigned take_number(std::string_view& text) {
  if (text.empty()) return 0;
  const auto number = static_cast<unsigned char>(text.front()) - unsigned{'0'};
  text.remove_prefix(1);
  return number & 0x7FU;
}

/// NAME,FEBLTOADI: field, encoding, bits, big-endian + 2 x signed, list, bit, offset, factor + 8 x decimals,
/// index field; a character each.
PointSpec read_point(std::string_view text, std::size_t index) {
  PointSpec spec;
  spec.point = static_cast<core::PointId>(index);
  spec.sentence = take_until(text, ',').substr(0, 8);
  spec.field = 1 + take_number(text);
  auto& format = spec.format;
  format.encoding = static_cast<core::Encoding>(take_number(text) % 6);
  if (const auto bits = take_number(text) % 65; bits > 0) format.bits = static_cast<std::uint8_t>(bits);
  const auto flags = take_number(text);
  format.big_end = (flags & 1U) == 0;
  format.is_signed = (flags & 2U) != 0;
  spec.list = take_number(text) % 2 == 1;
  if (spec.list) format.encoding = core::Encoding::hex_dec_byte_array;
  format.bit = static_cast<std::uint8_t>(take_number(text) % 64);
  format.offset = kOffsets.at(take_number(text) % kOffsets.size());
  const auto scale = take_number(text);
  format.factor = kFactors.at(scale % 8 % kFactors.size());
  format.decimals = static_cast<std::int8_t>(scale / 8 - 1);
  if (const auto place = take_number(text); place > 0) spec.index_field = place;
  return spec;
}

Plan read_plan(std::string_view text) {
  Plan plan;
  while (!text.empty() && plan.size() < 64) plan.push_back(read_point(take_until(text, ';'), plan.size()));
  return plan;
}

Plan load_shipped_plan() {
  const bmsgw::config::Places places{BMSGW_SOURCE_DIR "/config", {}, "/nowhere"};
  const auto loaded = bmsgw::config::load(places);
  require(loaded.config.has_value(), "the shipped configuration is valid");
  core::PointRegistry registry;
  auto compiled = bmsgw::app::compile(*loaded.config, registry);
  require(!compiled.buses.empty() && !compiled.buses[0].points.empty(),
          "the shipped configuration has a bus");
  return compiled.buses[0].points;
}

const Plan& shipped_plan() {
  static const auto plan = load_shipped_plan();
  return plan;
}

bool is_finite(const core::Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return std::isfinite(*number);
  const auto* list = std::get_if<core::List>(&value);
  return list == nullptr || std::ranges::all_of(*list, [](const core::ListElement& element) {
           return !element || std::isfinite(*element);
         });
}

/// The line, the decoder and what must hold of what comes out.
class Rig {
 public:
  explicit Rig(const Plan& plan) : plan_(plan), decoder_(plan) {}

  void pass(core::milliseconds time) {
    now_ += time;
    decoder_.flush_due(now_, samples_);
    check_samples();
    require(decoder_.next_deadline() > now_, "what was due is done");
  }

  void hear(std::string_view fields) {
    const auto name = take_until(fields, ',');
    const auto line = bmsgw::codec::g1::encode_sentence(name, fields) + "\r\n";
    framer_.feed({line.data(), line.size()});
    while (const auto frame = framer_.next()) {
      if (frame->text != "#" && bmsgw::codec::g1::split_sentence(frame->text, sentence_)) decode();
    }
  }

 private:
  void decode() {
    const auto result = decoder_.decode(sentence_, now_, samples_);
    require(result == DecodeResult::decoded || samples_.empty(), "only a decoded sentence has samples");
    for (const auto& sample : samples_) check_round_trip(sample);
    check_samples();
  }

  void check_samples() {
    for (const auto& sample : samples_) {
      const bool has_value = !std::holds_alternative<std::monostate>(sample.value);
      require(std::ranges::find(plan_, sample.point, &PointSpec::point) != plan_.end(),
              "the point is planned");
      require(has_value == (sample.quality == core::Quality::good), "good, and only good, has a value");
      require(is_finite(sample.value), "a number is finite");
      const auto* list = std::get_if<core::List>(&sample.value);
      require(list == nullptr || list->size() <= ListAssembler::kMaxElements, "a list is bounded");
    }
    samples_.clear();
  }

  /// Whole numbers and flags: what encode() writes decodes to the same again.
  void check_round_trip(const core::Sample& sample) const {
    if (!std::holds_alternative<std::int64_t>(sample.value) && !std::holds_alternative<bool>(sample.value))
      return;
    const auto& spec = *std::ranges::find(plan_, sample.point, &PointSpec::point);
    const FieldCodec codec(spec.format);
    const auto field = sentence_.field(spec.field);
    const auto text = codec.encode(sample.value, field.size());
    if (!text || core::same_value(codec.decode(*text).value, sample.value)) return;
    std::fprintf(stderr, "point %u: \"%s\" is encoded as \"%s\"\n", unsigned(sample.point),
                 std::string(field).c_str(), text->c_str());
    require(false, "encoding and decoding are inverse");
  }

  const Plan& plan_;
  Decoder decoder_;
  Framer framer_;
  Sentence sentence_;
  std::vector<core::Sample> samples_;
  core::MonoTime now_{std::chrono::hours(1)};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto lines = bmsgw::fuzz::text_of(data, size);
  const auto plan_text = take_until(lines, '\n');
  Plan made;
  if (plan_text != "shipped") made = read_plan(plan_text);
  Rig rig(plan_text == "shipped" ? shipped_plan() : made);
  while (!lines.empty()) {
    const auto line = take_until(lines, '\n');
    std::uint32_t milliseconds = 0;
    if (line.starts_with('+')) {
      std::from_chars(line.data() + 1, line.data() + line.size(), milliseconds);
      rig.pass(core::milliseconds(milliseconds));
    } else {
      rig.hear(line);
    }
  }
  rig.pass(ListAssembler::kQuiet);
  return 0;
}
