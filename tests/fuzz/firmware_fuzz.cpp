// Text to a firmware's frames, and what a boot loader answers to their sender.
#include <algorithm>

#include "bmsgw/codec/g1/firmware_file.hpp"

#include "driver/g1/frame_sender.hpp"
#include "fuzz_support.hpp"

namespace {

using bmsgw::driver::FrameSender;
using bmsgw::fuzz::require;

void check_image(const bmsgw::core::FirmwareImage& image, std::size_t text_size) {
  require(!image.frames.empty(), "there is something to send");
  std::size_t bytes = 0;
  for (const auto& frame : image.frames) {
    require(frame.size() > 2 && frame.size() <= bmsgw::codec::g1::kLargestFrame,
            "no frame is empty or too large");
    const auto length = static_cast<unsigned char>(frame[0]) * 256U + static_cast<unsigned char>(frame[1]);
    require(frame.size() == length + 2, "a frame begins with its length");
    bytes += frame.size();
  }
  require(2 * (bytes + 6) <= text_size, "no byte is made up");
}

/// Whatever is answered, it ends, with all frames accepted or with a reason.
void check_sender(const std::vector<std::string>& frames, std::string_view answers) {
  FrameSender sender(frames);
  auto now = bmsgw::core::MonoTime{} + std::chrono::hours(1);
  std::size_t written = sender.start(now).size();
  for (int steps = 0; !sender.done() && sender.failure().empty(); ++steps) {
    require(steps < 2'000'000, "it ends");
    const auto before = sender.accepted();
    if (!answers.empty() && answers.front() % 4 != 0) {
      written += sender.on_bytes({answers.data(), 1}, now).size();
    } else {
      now = std::max(now, sender.next_wake());
      written += sender.on_time(now).size();
    }
    if (!answers.empty()) answers.remove_prefix(1);
    require(sender.accepted() - before <= 1, "one frame is accepted at a time");
  }
  require(written > 0, "something is sent");
  require(sender.next_wake() == bmsgw::core::kNever, "nothing is due at the end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto input = bmsgw::fuzz::text_of(data, size);
  const auto text = bmsgw::fuzz::take_until(input, '|');
  const auto parsed = bmsgw::codec::g1::parse_firmware(text, "name", "");
  if (const auto* const image = std::get_if<bmsgw::core::FirmwareImage>(&parsed)) {
    check_image(*image, text.size());
    if (image->frames.size() <= 8) check_sender(image->frames, input);
  } else {
    require(!std::get<std::string>(parsed).empty(), "what is wrong is told");
  }
  return 0;
}
