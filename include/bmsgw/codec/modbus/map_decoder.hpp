#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bmsgw/codec/modbus/map_spec.hpp"
#include "bmsgw/codec/modbus/read_plan.hpp"
#include "bmsgw/core/sample.hpp"

namespace bmsgw::codec::modbus {

/// The requests that one device wants, and what its answers mean. Elements of lists whose number a register
/// tells are planned once that has been heard. Thread: any (no sharing).
class MapDecoder {
 public:
  explicit MapDecoder(const MapSpec& map);  ///< outlives the decoder

  /// The present plan. Indexes hold until replan(), split() or reset().
  [[nodiscard]] std::span<const Read> reads() const;

  /// Appends the samples of an answer: `values` are reads()[read].count items. A list is given out when all
  /// of its reads have been answered (or lost) since it was last given out; an element of a lost read is
  /// empty. Views are valid until the next call. Once warm, nothing is allocated.
  void on_answer(std::size_t read, std::span<const std::uint16_t> values, std::vector<core::Sample>& samples);
  /// The read's values can't be had: its points are unavailable, lists lack its elements until they are
  /// heard again.
  void on_lost(std::size_t read, std::vector<core::Sample>& samples);

  /// A register has told another number of elements: replan() wants to be called.
  [[nodiscard]] bool is_outdated() const;
  void replan();

  /// The device finds something in this read illegal: it is cut in two, or, when there is only one value in
  /// it, parked: it is not read any more, and its point is unavailable (appended).
  struct Culprit {
    std::uint32_t point = 0;    ///< index of MapSpec::points
    std::uint32_t element = 0;  ///< of a list
    core::ModbusFunction function = core::ModbusFunction::read_holding_registers;
    std::uint16_t address = 0;
  };
  /// The parked values: empty: the read was cut. Several points may stand at the same place.
  std::vector<Culprit> split(std::size_t read, std::vector<core::Sample>& samples);
  /// What was cut and parked is tried again as it was first planned.
  void reset();

 private:
  // yours
};

}  // namespace bmsgw::codec::modbus
