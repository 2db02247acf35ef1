#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/codec/g1/field_codec.hpp"
#include "bmsgw/codec/g1/sentence.hpp"
#include "bmsgw/codec/list_assembler.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::codec::g1 {

/// One configured value of a sentence.
struct PointSpec {
  core::PointId point{};
  std::string sentence;     ///< its name: 1-8 letters or digits
  std::uint32_t field = 1;  ///< 1-based
  core::FieldFormat format;
  bool list = false;
  std::optional<std::uint32_t> index_field;  ///< of a list: the field with the place of its first element
};

enum class DecodeResult : std::uint8_t {
  decoded,
  unknown,  ///< no point wants this sentence
  request,  ///< somebody asks; there are no values in it
};

/// Sentences to samples, by a plan made once from the configuration. More or fewer fields than planned are
/// accepted; a missing field is an empty one.
/// Thread: any (no sharing).
class Decoder {
 public:
  explicit Decoder(const std::vector<PointSpec>& points);

  /// Appends the sentence's samples. Their views are valid until the next call.
  DecodeResult decode(const Sentence& sentence, core::MonoTime now, std::vector<core::Sample>& samples);
  /// Appends the lists whose last part is ListAssembler::kQuiet old.
  void flush_due(core::MonoTime now, std::vector<core::Sample>& samples);
  [[nodiscard]] core::MonoTime next_deadline() const;

  /// Fields that could not be decoded although the CRC was right.
  [[nodiscard]] std::uint64_t bad_fields() const { return bad_fields_; }
  /// BV1 field 1, as last heard.
  [[nodiscard]] std::optional<std::size_t> cell_count() const { return cell_count_; }

 private:
  struct PointPlan {
    core::PointId point{};
    bool is_bit = false;
    std::uint8_t bit = 0;
    std::uint32_t codec = 0;  ///< index of codecs_
  };
  /// The points of one field: its text is read once for all of them.
  struct FieldPlan {
    std::uint32_t field = 0;
    bool hexadecimal = false;
    std::vector<PointPlan> points;
  };
  struct ListPlan {
    core::PointId point{};
    std::uint32_t field = 0;
    std::optional<std::uint32_t> index_field;
    std::uint32_t codec = 0;
    ListAssembler assembler;
  };
  struct SentencePlan {
    std::uint64_t name = 0;
    std::vector<FieldPlan> fields;
    std::vector<ListPlan> lists;
  };

  SentencePlan& plan_for(std::uint64_t name);
  void add_point(SentencePlan& plan, const PointSpec& spec, std::uint32_t codec);
  [[nodiscard]] SentencePlan* find(std::uint64_t name);
  void decode_field(const FieldPlan& plan, std::string_view text, std::vector<core::Sample>& samples);
  void decode_raw(const FieldPlan& plan, std::uint64_t raw, std::size_t digits,
                  std::vector<core::Sample>& samples);
  void add_decoded(const PointPlan& point, const FieldCodec::Decoded& decoded,
                   std::vector<core::Sample>& samples);
  static void add_without_value(const FieldPlan& plan, core::Quality quality,
                                std::vector<core::Sample>& samples);
  void decode_list(ListPlan& plan, const Sentence& sentence, core::MonoTime now,
                   std::vector<core::Sample>& samples);
  void add_part(ListPlan& plan, const Sentence& sentence, core::MonoTime now);
  void note_cell_count(const Sentence& sentence);

  std::vector<FieldCodec> codecs_;
  std::vector<SentencePlan> plans_;  ///< sorted by name
  std::optional<std::size_t> cell_count_;
  std::uint64_t bad_fields_ = 0;
  std::vector<core::ListElement> part_;  ///< scratch
  ListAssembler::Ready ready_;           ///< scratch
};

}  // namespace bmsgw::codec::g1
