#include "simulator/boot_loader.hpp"

#include <string_view>

namespace bmsgw::simulator {
namespace {

constexpr char kTaken = 0x11;
constexpr char kWrong = 0x22;
constexpr std::size_t kLengthBytes = 2;
constexpr Elapsed kQuiet = std::chrono::milliseconds(20);
constexpr std::size_t kLostWithin = 24;  ///< a byte among the first of a frame, its length too
constexpr std::size_t kFramesBetweenLies = 4;

}  // namespace

void BootLoader::start() {
  start_frame();
  next_number_ = 0;
  finished_.reset();
}

/// The next byte is the first of a frame.
void BootLoader::start_frame() {
  frame_.clear();
  discarding_ = false;
  deadline_.reset();
  lose_at_.reset();
}

void BootLoader::begin_frame() {
  ++frames_begun_;
  if (faults_.lose_every > 0 && frames_begun_ % faults_.lose_every == 0) {
    lose_at_ = random_.below(kLostWithin);
  }
}

bool BootLoader::loses_this_byte() {
  if (!lose_at_ || frame_.size() != *lose_at_) return false;
  lose_at_.reset();
  return true;
}

/// The size of the frame, length bytes included, once it is known.
std::optional<std::size_t> BootLoader::wanted() const {
  if (frame_.size() < kLengthBytes) return std::nullopt;
  const auto high = static_cast<unsigned char>(frame_[0]);
  const auto low = static_cast<unsigned char>(frame_[1]);
  return kLengthBytes + high * std::size_t{256} + low;
}

std::string BootLoader::on_bytes(std::span<const char> bytes, Elapsed now) {
  // While it discards, bytes are what keeps the line from being quiet, however late they are looked at.
  auto answers = discarding_ && !bytes.empty() ? std::string{} : on_time(now);
  for (const char byte : bytes) {
    if (finished_) break;
    if (discarding_) {
      deadline_ = now + kQuiet;
      continue;
    }
    if (frame_.empty() && !lose_at_) begin_frame();
    if (loses_this_byte()) continue;
    frame_ += byte;
    if (faults_.patience > Elapsed{0}) deadline_ = now + faults_.patience;
    const auto size = wanted();
    if (size && *size > kLengthBytes + kLargestBootFrame) discard(now);
    if (size && frame_.size() == *size) answers += judge(now);
  }
  return answers;
}

std::string BootLoader::on_time(Elapsed now) {
  if (!deadline_ || now < *deadline_) return {};
  start_frame();
  return {kWrong};
}

void BootLoader::discard(Elapsed now) {
  discarding_ = true;
  frame_.clear();
  lose_at_.reset();
  deadline_ = now + kQuiet;
}

std::string BootLoader::judge(Elapsed now) {
  const auto frame = decoded_boot_frame(std::string_view(frame_).substr(kLengthBytes));
  if (!frame) return discard(now), std::string{};
  start_frame();
  return {lies() || !take(*frame) ? kWrong : kTaken};
}

/// Whether this right frame is called wrong.
bool BootLoader::lies() {
  if (faults_.crc_errors == 0) return false;
  if (!next_lie_) next_lie_ = random_.below(kFramesBetweenLies);
  if (*next_lie_ > 0) return --*next_lie_, false;
  --faults_.crc_errors;
  next_lie_.reset();
  return true;
}

bool BootLoader::take(const BootFrame& frame) {
  if (frame.number + 1U == next_number_) return true;
  if (frame.number != next_number_) return false;
  ++next_number_;
  half_done_ = !frame.last;
  if (frame.last) finished_ = frame.payload;
  return true;
}

}  // namespace bmsgw::simulator
