#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bmsgw/codec/can/bit_run.hpp"
#include "bmsgw/codec/can/id_table.hpp"
#include "bmsgw/codec/can/packet_spec.hpp"
#include "bmsgw/codec/list_assembler.hpp"
#include "bmsgw/codec/scaler.hpp"
#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::codec::can {

enum class DecodeResult : std::uint8_t {
  decoded,
  unknown,       ///< no packet has this id
  wrong_length,  ///< not the packet's dlc
  empty,         ///< length 0: a request of somebody, or "no data"; never decoded
  remote,        ///< somebody asks
};

/// Frames to samples, by a plan made once from the configuration. Classic and FD frames alike.
/// Thread: any (no sharing).
class Decoder {
 public:
  static constexpr std::uint32_t kNoPacket = IdTable::kNone;

  /// Of two packets with one id the first gets its frames. A list's range x pack_length is at most
  /// ListAssembler::kMaxElements; what lies beyond is dropped.
  explicit Decoder(const std::vector<PacketSpec>& packets);

  struct Decoded {
    DecodeResult result = DecodeResult::unknown;
    std::uint32_t packet = kNoPacket;  ///< index as given; kNoPacket when unknown
  };
  /// Appends the frame's samples. Their views are valid until the next call. A value that the frame is too
  /// short for is unavailable.
  Decoded decode(const core::CanFrame& frame, core::MonoTime now, std::vector<core::Sample>& samples);
  /// The unit has no data: every point of the packet is unavailable, a list under way is dropped.
  void make_unavailable(std::uint32_t packet, std::vector<core::Sample>& samples);
  /// Appends the lists whose last part is ListAssembler::kQuiet old.
  void flush_due(core::MonoTime now, std::vector<core::Sample>& samples);
  [[nodiscard]] core::MonoTime next_deadline() const;

  struct Place {
    std::uint32_t packet = 0;  ///< index as given
    std::uint32_t offset = 0;  ///< of the id in the packet's range
  };
  [[nodiscard]] std::optional<Place> packet_of(core::CanId id) const;

 private:
  /// Where one number stands.
  struct ValuePlan {
    BitRun run;                ///< the highest, and nearly always the only one
    std::uint32_t more = 0;    ///< index of the others in more_runs_
    std::uint16_t others = 0;  ///< how many
    std::uint8_t needed = 0;   ///< length of the frame
    std::uint8_t width = 0;    ///< bits of all runs
  };
  struct SignalPlan {
    ValuePlan value;
    Scaler scaler;
    std::uint64_t sign = 0;  ///< the highest bit of a signed number; else 0
    core::PointId point{};
    bool is_flag = false;
    bool is_plain = false;  ///< one run, an int64 holds it, and every code is a value
  };
  struct ListPlan {
    core::PointId point{};
    Scaler scaler;
    std::vector<ValuePlan> elements;  ///< of one frame
    ListAssembler assembler;
  };
  /// Signals and lists of a packet are neighbours.
  struct PacketPlan {
    core::CanId id;
    std::uint32_t range = 1;
    std::int32_t dlc = 0;  ///< 0: any
    std::uint32_t first_signal = 0;
    std::uint32_t signals = 0;
    std::uint32_t first_list = 0;
    std::uint32_t lists = 0;
  };

  void add_packet(const PacketSpec& spec);
  void add_signal(const SignalSpec& spec);
  [[nodiscard]] ValuePlan plan_of(const core::CanPlace& place, std::uint32_t element);
  [[nodiscard]] std::span<const SignalPlan> signals_of(const PacketPlan& packet) const;
  [[nodiscard]] std::span<ListPlan> lists_of(const PacketPlan& packet);
  [[nodiscard]] std::uint64_t raw_of(const core::CanFrame& frame, const ValuePlan& value) const;
  void decode_signals(const PacketPlan& packet, const core::CanFrame& frame,
                      std::vector<core::Sample>& samples) const;
  void decode_signal(const SignalPlan& signal, const core::CanFrame& frame, core::Sample& sample) const;
  void decode_any(const SignalPlan& signal, const core::CanFrame& frame, core::Sample& sample) const;
  void decode_list(const PacketPlan& packet, ListPlan& list, const core::CanFrame& frame, core::MonoTime now,
                   std::vector<core::Sample>& samples);
  void read_part(const ListPlan& list, const core::CanFrame& frame);

  IdTable ids_;
  std::vector<PacketPlan> packets_;
  std::vector<SignalPlan> signals_;
  std::vector<ListPlan> lists_;
  std::vector<BitRun> more_runs_;
  std::vector<core::ListElement> part_;  ///< scratch
  ListAssembler::Ready ready_;           ///< scratch
};

}  // namespace bmsgw::codec::can
