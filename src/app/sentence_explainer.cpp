#include "sentence_explainer.hpp"

#include <algorithm>

#include "bmsgw/codec/g1/field_codec.hpp"
#include "bmsgw/route/router.hpp"

#include "record_rows.hpp"
#include "value_text.hpp"

namespace bmsgw::app {
namespace {

using codec::g1::FieldCodec;
using codec::g1::PointSpec;
using codec::g1::Sentence;
using config::ParamConfig;

/// Explains one sentence; lives for one explain_sentence().
class Explainer {
 public:
  Explainer(const config::Config& config, const CompiledGateway& compiled, const driver::G1BusPlan& bus,
            const Sentence& sentence)
      : config_(config),
        compiled_(compiled),
        bus_(bus),
        sentence_(sentence),
        router_(*compiled.routes, records_) {}

  Explanation run() {
    made_.is_request = sentence_.is_request();
    if (!made_.is_request) {
      for (const auto& point : bus_.points) {
        if (point.sentence == sentence_.name) add_point(point);
      }
      if (made_.rows.empty()) made_.notes.push_back("no param of " + bus_.name + " is configured for it");
      add_record();
    }
    add_other_fields();
    std::ranges::stable_sort(made_.rows, {}, &FieldRow::field);
    return std::move(made_);
  }

 private:
  void add_point(const PointSpec& point) {
    const auto& info = compiled_.points[core::index_of(point.point)];
    const auto* const param = find_param(config_, info);
    if (param == nullptr) return;  // stands only for a flag that others are gated by
    const auto& cell = judge(point);
    auto row = row_of(*param, cell, keys_of(*compiled_.routes, point.point));
    row.field = point.field;
    row.raw = sentence_.field(point.field);
    made_.rows.push_back(std::move(row));
  }

  /// The point's value as the router keeps it. Of a list only what this sentence says.
  const core::PointCell& judge(const PointSpec& point) {
    const FieldCodec codec(point.format);
    const auto text = sentence_.field(point.field);
    core::Sample sample{point.point, core::Quality::unavailable, {}};
    std::vector<core::ListElement> elements;
    if (!point.list) {
      const auto decoded = codec.decode(text);
      sample.quality = decoded.quality;
      sample.value = decoded.value;
    } else if (!text.empty()) {
      const bool good = codec.decode_list(text, elements) && has_place(point);
      sample.quality = good ? core::Quality::good : core::Quality::invalid;
      if (good) sample.value = core::List(elements);
    }
    router_.apply({&sample, 1}, core::Stamp{}, core::milliseconds(0));
    return router_.points().cell(point.point);
  }

  [[nodiscard]] bool has_place(const PointSpec& list) const {
    return !list.index_field || codec::g1::parse_hex(sentence_.field(*list.index_field));
  }

  [[nodiscard]] bool has_row(std::size_t field) const {
    return std::ranges::find(made_.rows, field, &FieldRow::field) != made_.rows.end();
  }

  /// The typed record of an unrouted sentence, for the fields that no param was configured for.
  void add_record() {
    auto record = explain_record(sentence_);
    if (!record.rows.empty() || !record.notes.empty()) made_.notes.clear();
    made_.is_request = record.is_request;
    made_.notes.insert(made_.notes.end(), record.notes.begin(), record.notes.end());
    std::erase_if(record.rows, [this](const FieldRow& row) { return has_row(row.field); });
    std::ranges::move(record.rows, std::back_inserter(made_.rows));
  }

  void add_other_fields() {
    for (std::size_t field = 1; field <= sentence_.fields.size(); ++field) {
      if (has_row(field)) continue;
      FieldRow row;
      row.field = field;
      row.raw = sentence_.field(field);
      made_.rows.push_back(std::move(row));
    }
  }

  const config::Config& config_;
  const CompiledGateway& compiled_;
  const driver::G1BusPlan& bus_;
  const Sentence& sentence_;
  core::RecordBatch records_;
  route::Router router_;
  Explanation made_;
};

}  // namespace

Explanation explain_sentence(const config::Config& config, const CompiledGateway& compiled,
                             const driver::G1BusPlan& bus, const Sentence& sentence) {
  return Explainer(config, compiled, bus, sentence).run();
}

}  // namespace bmsgw::app
