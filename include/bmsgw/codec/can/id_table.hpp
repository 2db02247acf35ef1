#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bmsgw/core/can_frame.hpp"

namespace bmsgw::codec::can {

/// From an id to its packet. Open addressing, at most half full: a look-up costs the same with 10 ids and
/// with 5,000. Thread: any (const).
class IdTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  IdTable() : IdTable(0) {}
  /// For up to `ids` ids.
  explicit IdTable(std::size_t ids)
      : slots_(std::bit_ceil(2 * ids + 2)),
        shift_(static_cast<unsigned>(32 - std::countr_zero(slots_.size()))) {}

  /// An id that is there already keeps its packet. `packet` < kNone.
  void insert(core::CanId id, std::uint32_t packet) {
    auto& slot = slots_[place_of(id)];
    if (slot.packet == kNone) slot = {id.word(), packet};
  }
  /// kNone: not there.
  [[nodiscard]] std::uint32_t find(core::CanId id) const { return slots_[place_of(id)].packet; }

 private:
  struct Slot {
    std::uint32_t word = 0;
    std::uint32_t packet = kNone;
  };

  /// Where the id is, or would be.
  [[nodiscard]] std::size_t place_of(core::CanId id) const {
    constexpr std::uint32_t kGolden = 0x9E3779B1U;  // 2^32 / golden ratio: neighbours end up far apart
    std::size_t place = (id.word() * kGolden) >> shift_;
    while (slots_[place].packet != kNone && slots_[place].word != id.word()) {
      place = (place + 1) & (slots_.size() - 1);
    }
    return place;
  }

  std::vector<Slot> slots_;
  unsigned shift_;
};

}  // namespace bmsgw::codec::can
