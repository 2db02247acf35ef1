#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/codec/g1/field_codec.hpp"
#include "bmsgw/core/command.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/point_table.hpp"
#include "bmsgw/route/router.hpp"

namespace bmsgw::app {

/// The packets that routes write to buses, compiled.
struct BridgePlan {
  /// A frame whose signals are filled, one per slot.
  struct CanTarget {
    core::CanFrame blank;  ///< with id and length
    std::vector<codec::can::SignalSpec> signals;
  };
  /// A sentence whose fields are filled, one per slot; the others stay empty.
  struct SentenceTarget {
    struct Field {
      std::uint32_t number = 1;  ///< 1-based
      std::size_t digits = 0;
      codec::g1::FieldCodec codec;
    };
    std::string sentence;
    std::uint32_t fields = 0;
    std::vector<Field> slots;
  };
  /// Where a slot's value comes from, and what the target param lets through.
  struct Slot {
    core::PointId source{};
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
  };
  struct Packet {
    core::BusId bus{};
    std::string name;  ///< bus/packet, for the log
    std::variant<CanTarget, SentenceTarget> target;
    std::vector<Slot> slots;
    std::size_t first_slot = 0;  ///< its slots are neighbours
  };
  std::vector<Packet> packets;
};

/// Carries values from bus to bus: a packet goes out when one of its values has come and all of them are good
/// now. Pure. Thread: loop.
class Bridge {
 public:
  /// Both outlive the bridge.
  Bridge(const BridgePlan& plan, const core::PointTable& points);

  void take(std::span<const route::SlotValue> values);
  /// The writes that are due now. What can't be written, since a value doesn't fit or is out of its target's
  /// bounds, is named in the log.
  [[nodiscard]] std::vector<core::Command> take_commands(core::MonoTime now);

 private:
  [[nodiscard]] bool is_ready(const BridgePlan::Packet& packet) const;
  [[nodiscard]] std::optional<core::Command> make(const BridgePlan::Packet& packet) const;

  const BridgePlan& plan_;
  const core::PointTable& points_;
  std::vector<std::optional<double>> slots_;
  std::vector<std::size_t> packet_of_;     ///< by slot
  std::vector<std::uint8_t> due_;          ///< by packet
  std::vector<core::LogLimiter> misfits_;  ///< by packet
};

}  // namespace bmsgw::app
