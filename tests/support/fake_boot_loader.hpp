#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace bmsgw::test {

/// A boot loader as the manual describes it: it reads two length bytes and then so many others, however long
/// they take, and answers. A frame is right when it is one of those expected.
class FakeBootLoader {
 public:
  explicit FakeBootLoader(std::vector<std::string> frames) : known_(frames.begin(), frames.end()) {}

  std::set<std::size_t> lose_bytes;     ///< numbers, from 0 on, of bytes that never arrive
  std::set<std::size_t> lose_answers;   ///< numbers of answers that never arrive
  std::set<std::size_t> refuse_frames;  ///< numbers of frames that are refused although right
  bool answers_empty_frames = true;     ///< 0x22, as they have no CRC

  /// What it answers to these bytes.
  std::string feed(const std::string& bytes) {
    std::string answers;
    for (const char c : bytes) {
      if (lose_bytes.contains(heard_++)) continue;
      frame_ += c;
      if (frame_.size() >= 2 && frame_.size() == 2 + length()) answers += take_frame();
    }
    return answers;
  }
  [[nodiscard]] const std::vector<std::string>& accepted() const { return accepted_; }
  [[nodiscard]] std::size_t answers() const { return answers_; }

 private:
  [[nodiscard]] std::size_t length() const {
    return static_cast<unsigned char>(frame_[0]) * 256U + static_cast<unsigned char>(frame_[1]);
  }
  std::string take_frame() {
    const auto frame = std::exchange(frame_, {});
    if (frame.size() == 2 && !answers_empty_frames) return {};
    const bool right = known_.contains(frame) && !refuse_frames.contains(frames_);
    ++frames_;
    if (right) accepted_.push_back(frame);
    return lose_answers.contains(answers_++) ? std::string() : std::string(1, right ? '\x11' : '\x22');
  }

  std::set<std::string> known_;
  std::string frame_;
  std::size_t heard_ = 0;
  std::size_t frames_ = 0;
  std::size_t answers_ = 0;
  std::vector<std::string> accepted_;
};

}  // namespace bmsgw::test
