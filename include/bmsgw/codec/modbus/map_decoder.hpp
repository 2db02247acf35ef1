#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/codec/element_list.hpp"
#include "bmsgw/codec/modbus/map_spec.hpp"
#include "bmsgw/codec/modbus/read_plan.hpp"
#include "bmsgw/codec/modbus/refusals.hpp"
#include "bmsgw/codec/modbus/value_reader.hpp"
#include "bmsgw/core/sample.hpp"

namespace bmsgw::codec::modbus {

/// The requests that one device wants, and what its answers mean. Elements of lists whose number a register
/// tells are planned once that has been heard. Thread: any (no sharing).
class MapDecoder {
 public:
  explicit MapDecoder(const MapSpec& map);  ///< outlives the decoder

  /// The present plan, by group, function and address. Indexes hold until replan(), split() or reset().
  [[nodiscard]] std::span<const Read> reads() const { return reads_; }

  /// Appends the samples of an answer: `values` are reads()[read].count items. A list is given out when all
  /// of its reads have been answered (or lost) since it was last given out; an element of a lost read is
  /// empty; without any value it is unavailable. Whoever is told that there are no elements, or not how many,
  /// is unavailable as well. Views are valid until the next call. Once warm, nothing is allocated.
  void on_answer(std::size_t read, std::span<const std::uint16_t> values, std::vector<core::Sample>& samples);
  /// The read's values can't be had: its points are unavailable, lists lack its elements until they are
  /// heard again. How many elements a list has stays as it was told.
  void on_lost(std::size_t read, std::vector<core::Sample>& samples);

  /// Nothing of the device can be had: every point is unavailable, what was heard of lists counts no more.
  void on_all_lost(std::vector<core::Sample>& samples);

  /// A list of which the device has more elements than the map has places for.
  struct Cut {
    std::uint32_t point = 0;  ///< index of MapSpec::points
    double told = 0;
  };
  /// Each once, until the device tells another number.
  [[nodiscard]] bool has_cut() const { return !cut_.empty(); }
  [[nodiscard]] std::vector<Cut> take_cut() { return std::exchange(cut_, {}); }

  /// A register has told another number of elements (its lists are not given out until they were planned
  /// anew), or what was cut in search of something illegal can be put together again: replan() wants to be
  /// called.
  [[nodiscard]] bool is_outdated() const { return is_outdated_; }
  /// What is parked stays so.
  void replan();

  /// A value that is parked.
  struct Culprit {
    std::uint32_t point = 0;    ///< index of MapSpec::points
    std::uint32_t element = 0;  ///< of a list
    core::ModbusFunction function = core::ModbusFunction::read_holding_registers;
    std::uint16_t address = 0;

    bool operator==(const Culprit&) const = default;
  };
  /// The device finds something in this read illegal: it is cut in two, which take its place, or, when there
  /// is only one value in it, parked: it is not read any more, by whatever group, and its point is
  /// unavailable (appended). A list that lacks nothing else is given out. The parked values: empty: the read
  /// was cut. Several points may stand at the same place, and smaller values within it: these are still read.
  std::vector<Culprit> split(std::size_t read, std::vector<core::Sample>& samples);
  /// What was cut and parked is tried again as it was first planned.
  void reset();

 private:
  struct PointPlan {
    ValueReader reader;
    std::string text;
    double told = 0;                   ///< of a list: what its teller said last
    std::uint32_t size = 0;            ///< of a list: how many elements there are, as far as was told
    std::vector<std::uint32_t> lists;  ///< whose size this value tells
    ElementList elements;
  };
  /// What a read has of a point.
  struct Portion {
    std::uint32_t read = 0;
    std::uint32_t point = 0;
    std::uint32_t first = 0;   ///< element
    std::uint32_t count = 1;   ///< elements
    std::uint16_t offset = 0;  ///< of the first one's items in the read
  };
  struct ReadPlan {
    std::uint32_t first_portion = 0;
    std::uint32_t portions = 0;
    std::uint32_t search = Refusals::kNoSearch;  ///< what it is a part of
    bool answered = false;                       ///< since it was cut
  };
  /// Items that are wanted, and by whom.
  struct Claim {
    Atom atom;
    std::uint32_t point = 0;
    std::uint32_t first = 0;  ///< element
    std::uint32_t count = 1;  ///< elements: several when bits are packed
  };

  void plan();
  [[nodiscard]] std::vector<Claim> claims() const;
  void claim_elements(std::uint32_t point, std::vector<Claim>& claims) const;
  void claim(const Claim& claim, std::vector<Claim>& claims) const;
  void plan_portions(const std::vector<Claim>& claims);
  [[nodiscard]] std::optional<std::uint32_t> read_of(const Atom& atom) const;
  void plan_lists();
  void plan_searches(const std::vector<Read>& answered);
  [[nodiscard]] std::vector<Read> answered_parts() const;
  [[nodiscard]] std::vector<Culprit> park(std::size_t read);
  void tell_parked(const std::vector<Culprit>& culprits, std::vector<core::Sample>& samples);

  [[nodiscard]] std::span<const Portion> portions_of(std::size_t read) const;
  void take_value(const Portion& portion, std::span<const std::uint16_t> values,
                  std::vector<core::Sample>& samples);
  void tell_size(std::uint32_t list, const core::Sample& teller, std::vector<core::Sample>& samples);
  void set_size(std::uint32_t list, std::uint32_t size);
  void give_whole_lists(std::size_t read, std::vector<core::Sample>& samples);
  void give_if_whole(std::uint32_t list, std::vector<core::Sample>& samples);
  void tell_unavailable(std::uint32_t point, std::vector<core::Sample>& samples) const;
  void note_answered(std::size_t read);
  void end_search(std::uint32_t search);

  const MapSpec& map_;
  std::vector<PointPlan> points_;  ///< by index of MapSpec::points
  std::vector<Read> reads_;
  std::vector<ReadPlan> plans_;    ///< by index of reads_
  std::vector<Portion> portions_;  ///< by read
  Refusals refusals_;
  std::vector<Cut> cut_;
  bool is_outdated_ = false;
};

}  // namespace bmsgw::codec::modbus
