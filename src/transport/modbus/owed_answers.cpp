#include "owed_answers.hpp"

#include <algorithm>

namespace bmsgw::transport {
namespace {

bool is_like(const core::ModbusRequest& one, const core::ModbusRequest& other) {
  return one.unit == other.unit && one.function == other.function;
}

}  // namespace

void OwedAnswers::add(const core::ModbusRequest& request, core::MonoTime until) {
  std::erase_if(owed_, [&request](const Owed& owed) { return is_like(owed.request, request); });
  owed_.push_back({request, until});
}

core::MonoTime OwedAnswers::until(const core::ModbusRequest& next) const {
  const auto found =
      std::ranges::find_if(owed_, [&next](const Owed& owed) { return is_like(owed.request, next); });
  return found != owed_.end() ? found->until : core::kLongAgo;
}

void OwedAnswers::see(RtuBytes received) {
  std::erase_if(owed_, [received](const Owed& owed) { return has_answer(owed.request, received); });
}

void OwedAnswers::forget_before(core::MonoTime now) {
  std::erase_if(owed_, [now](const Owed& owed) { return owed.until <= now; });
}

}  // namespace bmsgw::transport
