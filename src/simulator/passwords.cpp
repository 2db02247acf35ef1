#include "simulator/passwords.hpp"

namespace bmsgw::simulator {

bool Passwords::allows(unsigned level) const {
  for (auto step = level_; step < level; ++step) {
    if (!texts_.at(step).empty()) return false;
  }
  return true;
}

void Passwords::log_in(std::string_view text) {
  if (level_ == kHighest) return;
  const auto& wanted = texts_.at(level_);
  if (wanted.empty() || wanted == text) ++level_;
}

void Passwords::log_out() {
  if (level_ > 0) --level_;
}

bool Passwords::set(std::string_view text) {
  constexpr std::size_t kShortest = 4, kLongest = 8;
  if (!text.empty() && (text.size() < kShortest || text.size() > kLongest)) return false;
  if (level_ == 0 && !allows(1)) return false;
  if (level_ == 0) level_ = 1;
  put(level_, text);
  return true;
}

}  // namespace bmsgw::simulator
