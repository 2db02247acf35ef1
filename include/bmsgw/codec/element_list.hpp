#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bmsgw/core/value.hpp"

namespace bmsgw::codec {

/// The elements of a list that comes by several reads, and which of them were heard since it was last given
/// out. Thread: any (no sharing).
class ElementList {
 public:
  [[nodiscard]] std::size_t size() const { return marks_.size(); }
  /// How many are read at all.
  [[nodiscard]] std::size_t expected() const { return expected_; }

  /// Before a plan.
  void resize(std::size_t size);
  /// A new plan: begin, those that are read, end. What was heard stays, as far as it is still read; the
  /// others are empty.
  void begin_plan();
  void expect(std::size_t first, std::size_t count);
  void end_plan();

  /// Heard now: to be filled.
  std::span<core::ListElement> hear(std::size_t first, std::size_t count);
  /// Those that are there now, heard or not.
  [[nodiscard]] std::span<core::ListElement> all() { return elements_; }
  /// All that are read were heard.
  [[nodiscard]] bool is_whole() const { return heard_ > 0 && heard_ == expected_; }
  /// Valid until something is heard or planned. Empty: no element has a value.
  core::List give_out();
  /// What was heard counts no more.
  void begin_anew();

 private:
  static constexpr std::uint8_t kRead = 1;
  static constexpr std::uint8_t kHeard = 2;

  std::vector<core::ListElement> elements_;
  std::vector<std::uint8_t> marks_;  ///< by element
  std::size_t expected_ = 0;
  std::size_t heard_ = 0;
};

}  // namespace bmsgw::codec
