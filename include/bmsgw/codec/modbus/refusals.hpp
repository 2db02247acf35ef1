#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bmsgw/codec/modbus/read_plan.hpp"

namespace bmsgw::codec::modbus {

/// What a device was found to refuse. A refused read is cut in two until the values are found that it is
/// refused for: that is one search, over what was one read. When each part was answered or parked, the search
/// is over: if it found something, its cuts have done their work; if it found nothing, the device wants
/// smaller reads (or something that nobody wants was read across), and they stay. Thread: any (no sharing).
class Refusals {
 public:
  static constexpr std::uint32_t kNoSearch = 0xFFFFFFFFU;

  /// The read is cut before `middle`; the next read begins with `next`.
  void cut(const Read& read, std::uint16_t middle, std::optional<std::uint16_t> next);
  /// The read is of one value, which isn't read any more, by whatever group.
  void park(const Read& value);
  [[nodiscard]] bool is_parked(const Atom& atom) const;
  [[nodiscard]] Obstacles obstacles() const;

  /// That the read is part of.
  [[nodiscard]] std::uint32_t search_of(const Read& read) const;
  /// Each of its parts was answered or parked. Whether the reads may now be planned anew.
  bool end(std::uint32_t search);
  void forget_ended();
  void clear();

 private:
  struct Search {
    Read extent;
    std::vector<Obstacles::Cut> cuts;
    bool found = false;
    bool ended = false;
  };
  std::vector<Search> searches_;
  std::vector<Atom> parked_;  ///< of group 0, in order
};

}  // namespace bmsgw::codec::modbus
