#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bmsgw/core/time.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::codec {

/// Puts one list together from the parts of one answer: sentences (BB2, BT2, BT4, BV2) or frames, up to eight
/// cells each. Each part names its place, so a cell that did not answer stays empty and never shifts the
/// others. Thread: any (no sharing).
class ListAssembler {
 public:
  static constexpr std::size_t kMaxElements = 1024;
  /// A list is given out this long after its last part, when it isn't complete before.
  static constexpr core::milliseconds kQuiet{200};

  /// Lists that are ready, at most two: one cut short by the start of the next, and the next itself.
  /// The views are valid until the second call after.
  using Ready = std::vector<core::List>;

  /// Takes one part. `expected`: the number of elements if known, else the longest list seen counts.
  /// False: the part lies beyond kMaxElements and was dropped.
  bool add(std::size_t first, std::span<const core::ListElement> part, std::optional<std::size_t> expected,
           core::MonoTime now, Ready& ready);
  /// The list that has been quiet for kQuiet, if there is one.
  void flush_due(core::MonoTime now, std::optional<std::size_t> expected, Ready& ready);
  /// The unit has no values at all: what was collected is dropped.
  void clear();
  [[nodiscard]] core::MonoTime deadline() const { return deadline_; }

 private:
  [[nodiscard]] bool overlaps(std::size_t first, std::size_t size) const;
  [[nodiscard]] std::size_t full_size(std::optional<std::size_t> expected) const;
  void give_out(std::optional<std::size_t> expected, Ready& ready);

  std::vector<core::ListElement> elements_;
  std::vector<std::uint8_t> filled_;
  std::size_t filled_count_ = 0;
  std::size_t longest_ = 0;
  core::MonoTime deadline_ = core::kNever;
  std::array<std::vector<core::ListElement>, 2> given_;
  std::size_t next_given_ = 0;
};

}  // namespace bmsgw::codec
