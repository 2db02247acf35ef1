//   value -> raw number -> its highest bits into the first piece, its lowest into the last
// The inverse of decoder.cpp; raw = value / factor - offset.
#include "bmsgw/codec/can/encoder.hpp"

#include <cmath>
#include <optional>

#include "bmsgw/codec/can/bit_run.hpp"
#include "bmsgw/codec/scaler.hpp"

namespace bmsgw::codec::can {
namespace {

bool put(const SignalSpec& signal, std::optional<std::uint64_t> raw, core::CanFrame& into) {
  auto left = core::width_of(signal.place);
  if (!raw || is_listed(*raw, left, signal.format.is_signed, signal.format.not_available)) return false;
  for_each_run(signal.place, 0, [&left, &raw, &into](const BitRun& run) {
    left -= run.bits;
    write_run(into, run, *raw >> left);
  });
  return true;
}

}  // namespace

bool encode_signal(const SignalSpec& signal, double value, core::CanFrame& into) {
  if (!std::isfinite(value)) return false;
  if (signal.format.encoding == core::Encoding::hex_bit_bool) return encode_flag(signal, value != 0, into);
  const auto raw = nearest_raw(value, signal.format);
  return put(signal, raw_bits(raw, core::width_of(signal.place), signal.format.is_signed), into);
}

bool encode_flag(const SignalSpec& signal, bool flag, core::CanFrame& into) {
  return put(signal, flag ? 1U : 0U, into);
}

}  // namespace bmsgw::codec::can
