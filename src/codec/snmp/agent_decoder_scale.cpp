// Scales: as long as one isn't settled, the elements of its lists are the raw numbers, so that a list that
// settles it is given out scaled as a whole. A single value that was decoded before it settled has its value
// with the next answer.
#include <algorithm>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

namespace bmsgw::codec::snmp {

/// Of a list the raw number is what is kept.
core::ListElement AgentDecoder::note_raw(std::uint32_t index, const core::SnmpValue& value) {
  const core::ListElement raw = points_[index].reader.raw(value);
  auto& scale = scales_[*map_.points[index].scale];
  if (!map_.points[index].list) scale.hear_all({&raw, 1});
  return raw;
}

void AgentDecoder::settle(std::size_t read, std::vector<core::Sample>& samples) {
  if (unsettled_ == 0) return;
  for (const auto list : lists_of(read)) {
    auto& point = points_[list];
    if (point.is_scaled && !point.is_ready && point.elements.is_whole())
      scales_[*map_.points[list].scale].hear_all(point.elements.all());
  }
  for (std::uint32_t i = 0; i < scales_.size(); ++i) {
    if (is_finished_[i] != 0) continue;
    judge(i);
    if (!scales_[i].factor()) continue;
    settled_.push_back(i);
    finish_scale(i, samples);
  }
}

/// The first reference that is known.
void AgentDecoder::judge(std::uint32_t scale) {
  const auto& spec = map_.scales[scale];
  std::optional<double> reference;
  for (auto at = spec.references.begin(); at != spec.references.end() && !reference; ++at)
    reference = known(*at);
  scales_[scale].judge(known(spec.limit_low), known(spec.limit_high), reference);
}

std::optional<double> AgentDecoder::known(const std::optional<std::uint32_t>& point) const {
  return point && *point < points_.size() ? points_[*point].known : std::nullopt;
}

/// Its factor takes the place of the format's; what was there instead of it goes.
void AgentDecoder::finish_scale(std::uint32_t scale, std::vector<core::Sample>& samples) {
  is_finished_[scale] = 1;
  --unsettled_;
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    const auto& spec = map_.points[i];
    auto& point = points_[i];
    if (spec.scale != scale || spec.choice) continue;
    if (spec.until_settled) {
      tell_unavailable(i, samples);
      point.is_over = true;
      is_outdated_ = true;
      continue;
    }
    auto format = spec.format;
    format.factor = *scales_[scale].factor();
    point.reader = ValueReader(spec.place.is_text, format);
    point.is_ready = true;
  }
}

std::optional<double> AgentDecoder::scale(std::uint32_t index) const {
  return index < scales_.size() ? scales_[index].factor() : std::nullopt;
}

}  // namespace bmsgw::codec::snmp
