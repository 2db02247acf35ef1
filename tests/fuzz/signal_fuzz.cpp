// CAN frames to samples and back. The input: the packets, then frames and pauses, see signal_input.hpp.
// What can't stand in a frame (core::fault_of) is left out, as the configuration's check leaves it out.
#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/codec/can/encoder.hpp"
#include "bmsgw/codec/can/frame_text.hpp"

#include "fuzz_support.hpp"
#include "signal_input.hpp"

namespace {

namespace core = bmsgw::core;
namespace can = bmsgw::codec::can;
using bmsgw::codec::ListAssembler;
using bmsgw::fuzz::make_frame;
using bmsgw::fuzz::make_packet;
using bmsgw::fuzz::Reader;
using bmsgw::fuzz::require;

bool is_finite(const core::Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return std::isfinite(*number);
  const auto* list = std::get_if<core::List>(&value);
  return list == nullptr || std::ranges::all_of(*list, [](const core::ListElement& element) {
           return !element || std::isfinite(*element);
         });
}

/// A decoder and what must hold of what comes out.
class Rig {
 public:
  explicit Rig(const std::vector<can::PacketSpec>& packets, std::uint32_t points)
      : packets_(packets), points_(points), decoder_(packets) {}

  void pass(core::milliseconds time) {
    now_ += time;
    decoder_.flush_due(now_, samples_);
    check_samples();
    require(decoder_.next_deadline() > now_, "what was due is done");
  }

  void hear(const core::CanFrame& frame) {
    const auto made = decoder_.decode(frame, now_, samples_);
    require(made.result == can::DecodeResult::decoded || samples_.empty(),
            "only a decoded frame has samples");
    require((made.packet == can::Decoder::kNoPacket) == (made.result == can::DecodeResult::unknown),
            "what is known has a packet");
    if (made.result == can::DecodeResult::decoded) check_round_trips(packets_[made.packet], frame);
    check_samples();
  }

  void lose(std::uint32_t packet) {
    decoder_.make_unavailable(packet, samples_);
    require(samples_.size() == packets_[packet].signals.size(), "each point is told");
    check_samples();
  }

 private:
  void check_samples() {
    for (const auto& sample : samples_) {
      const bool has_value = !std::holds_alternative<std::monostate>(sample.value);
      require(core::index_of(sample.point) < points_, "the point is planned");
      require(has_value == (sample.quality == core::Quality::good), "good, and only good, has a value");
      require(is_finite(sample.value), "a number is finite");
      const auto* list = std::get_if<core::List>(&sample.value);
      require(list == nullptr || list->size() <= ListAssembler::kMaxElements, "a list is bounded");
    }
    samples_.clear();
  }

  /// Flags and whole numbers that a double holds: what is encoded into another frame decodes to the same, and
  /// no bit besides is touched.
  void check_round_trips(const can::PacketSpec& packet, const core::CanFrame& frame) {
    for (const auto& sample : samples_) {
      const auto& signal = *std::ranges::find(packet.signals, sample.point, &can::SignalSpec::point);
      const auto number = core::number_of(sample.value);
      const bool exact =
          !std::holds_alternative<double>(sample.value) && number && std::abs(*number) < 0x1p53;
      if (!exact ||
          (signal.format.encoding == core::Encoding::hex_bit_bool && core::width_of(signal.place) > 1))
        continue;
      auto other = frame;
      for (auto& byte : other.data) byte = static_cast<std::uint8_t>(~byte);
      require(can::encode_signal(signal, *number, other), "what was decoded can be encoded");
      can::Decoder decoder({{frame.id, 1, -1, {signal}}});
      std::vector<core::Sample> again;
      decoder.decode(other, now_, again);
      require(again.size() == 1 && core::same_value(again[0].value, sample.value), "decoding is the inverse");
      unsigned same = 0;
      for (std::size_t i = 0; i < frame.data.size(); ++i)
        same += static_cast<unsigned>(
            __builtin_popcount(static_cast<std::uint8_t>(~(other.data[i] ^ frame.data[i]))));
      require(same == core::width_of(signal.place), "exactly the signal's bits are set");
    }
  }

  const std::vector<can::PacketSpec>& packets_;
  std::uint32_t points_;
  can::Decoder decoder_;
  std::vector<core::Sample> samples_;
  core::MonoTime now_{std::chrono::hours(1)};
};

void check_text(const core::CanFrame& frame) {
  auto sent = frame;
  if (sent.remote) {
    sent.fd = false;
    sent.length = std::min<std::uint8_t>(sent.length, 8);
  }
  const auto text = can::format_frame(sent);
  const auto read = can::parse_frame(text);
  require(read.has_value(), "a frame's text is one");
  require(can::format_frame(*read).starts_with(text),
          "and says the same, filled up where FD has no such length");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = bmsgw::fuzz::text_of(data, size);
  if (const auto line = can::parse_log_line(text)) check_text(line->frame);
  if (const auto frame = can::parse_frame(text)) check_text(*frame);
  Reader reader({data, size});
  std::uint32_t points = 0;
  std::vector<can::PacketSpec> packets(1 + reader.byte() % 4U);
  for (auto& packet : packets) packet = make_packet(reader, points);
  Rig rig(packets, points);
  while (!reader.empty()) {
    const auto what = reader.byte();
    if (what % 16 == 0) {
      rig.pass(core::milliseconds(reader.byte()));
    } else if (what % 16 == 1) {
      rig.lose(reader.byte() % static_cast<std::uint32_t>(packets.size()));
    } else {
      const auto frame = make_frame(reader);
      check_text(frame);
      rig.hear(frame);
    }
  }
  rig.pass(ListAssembler::kQuiet);
  return 0;
}
