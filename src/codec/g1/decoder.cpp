//   sentence -> plan by its name -> field -> one sample per configured point; of a list one per whole answer
// Sentences: G1 Control Unit Serial Protocol 2.1.0, p. 8-43. Which fields they have is configuration, not
// code.
#include "bmsgw/codec/g1/decoder.hpp"

#include <algorithm>

namespace bmsgw::codec::g1 {
namespace {

using core::Encoding;
using core::Quality;
using core::Sample;

constexpr std::uint64_t packed(char a, char b, char c) {
  return (static_cast<std::uint64_t>(a) << 16U) | (static_cast<std::uint64_t>(b) << 8U) |
         static_cast<std::uint64_t>(c);
}
/// Battery voltage summary; field 1 is the number of cells (G1 Control Unit Serial Protocol 2.1.0, p. 14).
constexpr std::uint64_t kBv1 = packed('B', 'V', '1');

bool is_hexadecimal(Encoding encoding) {
  return encoding == Encoding::hex_code || encoding == Encoding::hex_dec ||
         encoding == Encoding::hex_bit_bool;
}

}  // namespace

Decoder::Decoder(const std::vector<PointSpec>& points) {
  codecs_.reserve(points.size());
  for (const auto& spec : points) {
    const auto name = pack_name(spec.sentence);
    if (!name) continue;
    codecs_.emplace_back(spec.format);
    add_point(plan_for(*name), spec, static_cast<std::uint32_t>(codecs_.size() - 1));
  }
  for (auto& plan : plans_) std::ranges::sort(plan.fields, {}, &FieldPlan::field);
}

Decoder::SentencePlan& Decoder::plan_for(std::uint64_t name) {
  const auto place = std::ranges::lower_bound(plans_, name, {}, &SentencePlan::name);
  if (place != plans_.end() && place->name == name) return *place;
  return *plans_.insert(place, SentencePlan{name, {}, {}});
}

void Decoder::add_point(SentencePlan& plan, const PointSpec& spec, std::uint32_t codec) {
  if (spec.list) {
    plan.lists.push_back({spec.point, spec.field, spec.index_field, codec, {}});
    return;
  }
  const auto hexadecimal = is_hexadecimal(spec.format.encoding);
  auto place = std::ranges::find_if(plan.fields, [&spec, hexadecimal](const FieldPlan& field) {
    return field.field == spec.field && field.hexadecimal == hexadecimal;
  });
  if (place == plan.fields.end()) place = plan.fields.insert(place, FieldPlan{spec.field, hexadecimal, {}});
  const auto is_bit = spec.format.encoding == Encoding::hex_bit_bool && spec.format.big_end;
  place->points.push_back({spec.point, is_bit, spec.format.bit, codec});
}

Decoder::SentencePlan* Decoder::find(std::uint64_t name) {
  const auto place = std::ranges::lower_bound(plans_, name, {}, &SentencePlan::name);
  return place != plans_.end() && place->name == name ? &*place : nullptr;
}

DecodeResult Decoder::decode(const Sentence& sentence, core::MonoTime now, std::vector<Sample>& samples) {
  const auto name = pack_name(sentence.name);
  auto* const plan = name ? find(*name) : nullptr;
  if (sentence.is_request()) return plan != nullptr ? DecodeResult::request : DecodeResult::unknown;
  if (name == kBv1) note_cell_count(sentence);
  if (plan == nullptr) return DecodeResult::unknown;
  for (const auto& field : plan->fields) decode_field(field, sentence.field(field.field), samples);
  for (auto& list : plan->lists) decode_list(list, sentence, now, samples);
  return DecodeResult::decoded;
}

void Decoder::note_cell_count(const Sentence& sentence) {
  const auto count = parse_hex(sentence.field(1));
  if (count && *count > 0) cell_count_ = static_cast<std::size_t>(*count);
}

/// All points of a field that has no value for them.
void Decoder::add_without_value(const FieldPlan& plan, Quality quality, std::vector<Sample>& samples) {
  for (const auto& point : plan.points) samples.push_back({point.point, quality, {}});
}

void Decoder::decode_field(const FieldPlan& plan, std::string_view text, std::vector<Sample>& samples) {
  if (text.empty()) return add_without_value(plan, Quality::unavailable, samples);
  if (!plan.hexadecimal) {
    for (const auto& point : plan.points) add_decoded(point, codecs_[point.codec].decode(text), samples);
    return;
  }
  const auto raw = parse_hex(text);
  if (raw) return decode_raw(plan, *raw, text.size(), samples);
  bad_fields_ += plan.points.size();
  add_without_value(plan, Quality::invalid, samples);
}

/// Samples are filled in place: copying one that was just made piece by piece costs a stalled load each.
void Decoder::decode_raw(const FieldPlan& plan, std::uint64_t raw, std::size_t digits,
                         std::vector<Sample>& samples) {
  for (const auto& point : plan.points) {
    if (!point.is_bit || point.bit >= digits * 4) {
      add_decoded(point, codecs_[point.codec].decode_raw(raw, digits), samples);
      continue;
    }
    auto& sample = samples.emplace_back();
    sample.point = point.point;
    sample.value = ((raw >> point.bit) & 1U) != 0;
  }
}

void Decoder::add_decoded(const PointPlan& point, const FieldCodec::Decoded& decoded,
                          std::vector<Sample>& samples) {
  if (decoded.quality == Quality::invalid) ++bad_fields_;
  auto& sample = samples.emplace_back();
  sample.point = point.point;
  sample.quality = decoded.quality;
  sample.value = decoded.value;
}

void Decoder::decode_list(ListPlan& plan, const Sentence& sentence, core::MonoTime now,
                          std::vector<Sample>& samples) {
  if (sentence.field(plan.field).empty()) {
    plan.assembler.clear();
    samples.push_back({plan.point, Quality::unavailable, {}});
    return;
  }
  ready_.clear();
  add_part(plan, sentence, now);
  for (const auto list : ready_) samples.push_back({plan.point, Quality::good, list});
}

void Decoder::add_part(ListPlan& plan, const Sentence& sentence, core::MonoTime now) {
  part_.clear();
  const auto first =
      plan.index_field ? parse_hex(sentence.field(*plan.index_field)) : std::optional<std::uint64_t>(0);
  const auto expected = plan.index_field ? cell_count_ : std::optional<std::size_t>(0);
  if (!first || !codecs_[plan.codec].decode_list(sentence.field(plan.field), part_) ||
      !plan.assembler.add(*first, part_, expected, now, ready_)) {
    ++bad_fields_;
    return;
  }
  if (!plan.index_field && ready_.empty()) plan.assembler.flush_due(core::kNever, expected, ready_);
}

void Decoder::flush_due(core::MonoTime now, std::vector<Sample>& samples) {
  for (auto& plan : plans_) {
    for (auto& list : plan.lists) {
      ready_.clear();
      list.assembler.flush_due(now, cell_count_, ready_);
      for (const auto ready : ready_) samples.push_back({list.point, Quality::good, ready});
    }
  }
}

core::MonoTime Decoder::next_deadline() const {
  auto next = core::kNever;
  for (const auto& plan : plans_) {
    for (const auto& list : plan.lists) next = std::min(next, list.assembler.deadline());
  }
  return next;
}

}  // namespace bmsgw::codec::g1
