#include "simulator/line_input.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::simulator {
namespace {

constexpr double kBitsPerByte = 10;  ///< 8N1
constexpr Elapsed kLook = std::chrono::milliseconds(20);
constexpr Elapsed kPastRounding{2};

}  // namespace

LineInput::LineInput(unsigned baud) {
  if (baud > 0) byte_s_ = kBitsPerByte / baud;
}

void LineInput::push(std::span<const char> bytes, Elapsed now) {
  if (bytes_.empty()) from_ = std::max(from_, now);
  bytes_.append(bytes.data(), bytes.size());
}

std::string LineInput::take(Elapsed now) {
  if (!byte_s_) return std::exchange(bytes_, {});
  if (bytes_.empty() || now <= from_) return {};
  const double passed_s = std::chrono::duration<double>(now - from_).count();
  const auto arrived = std::min(bytes_.size(), static_cast<std::size_t>(passed_s / *byte_s_));
  auto taken = bytes_.substr(0, arrived);
  bytes_.erase(0, arrived);
  from_ += elapsed_of(static_cast<double>(arrived) * *byte_s_);
  return taken;
}

Elapsed LineInput::next_wake() const {
  if (bytes_.empty()) return kNotDue;
  if (!byte_s_) return from_;
  const auto all = elapsed_of(static_cast<double>(bytes_.size()) * *byte_s_);
  return from_ + std::max(std::min(all, kLook), elapsed_of(*byte_s_)) + kPastRounding;
}

}  // namespace bmsgw::simulator
