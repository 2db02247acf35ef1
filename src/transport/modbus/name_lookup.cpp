#include "name_lookup.hpp"

#include <system_error>

#include <poll.h>

namespace bmsgw::transport {

std::optional<NameLookup::Found> NameLookup::look_up(const std::string& host, std::uint16_t port,
                                                     Waiter& waiter, core::MonoTime until) {
  if (!search_) {
    Found literal = resolve_literal(host, port);
    if (!literal.addresses.empty()) return literal;
    try {
      search_ = NameSearch::begin(resolver_, host, port);
    } catch (const std::system_error& error) {
      return Found{{}, error.what(), false};
    }
  }
  if (waiter.wait(search_->descriptor(), POLLIN, until) != Waiter::Woken::ready) return std::nullopt;
  return std::exchange(search_, nullptr)->take();
}

}  // namespace bmsgw::transport
