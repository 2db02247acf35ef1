#include "confirmations.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace bmsgw::rpc {

std::string Confirmations::issue(std::size_t call, core::MonoTime now) {
  constexpr std::uint64_t kDigits = 0xFFFFFFFFU;
  std::erase_if(open_, [now](const Open& open) { return open.until <= now; });
  if (open_.size() >= kMostOpen) open_.pop_front();
  open_.push_back({fmt::format("{:08x}", random_() & kDigits), call, now + limit_});
  return open_.back().token;
}

bool Confirmations::redeem(const std::string& token, std::size_t call, core::MonoTime now) {
  const auto place = std::ranges::find_if(open_, [&token, &call, now](const Open& open) {
    return open.token == token && open.call == call && now < open.until;
  });
  if (place == open_.end()) return false;
  open_.erase(place);
  return true;
}

}  // namespace bmsgw::rpc
