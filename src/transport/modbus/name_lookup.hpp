#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "bmsgw/core/time.hpp"

#include "transport/name_search.hpp"
#include "waiter.hpp"

namespace bmsgw::transport {

/// Searches for a name's addresses, and waits for them in bounded time. Thread: worker.
class NameLookup {
 public:
  using Found = NameFound;
  using Resolver = NameResolver;

  explicit NameLookup(Resolver resolver = resolve) : resolver_(std::move(resolver)) {}

  /// Nothing: not found until then, or the waiter was stopped; the next call goes on with the same search.
  [[nodiscard]] std::optional<Found> look_up(const std::string& host, std::uint16_t port, Waiter& waiter,
                                             core::MonoTime until);

 private:
  Resolver resolver_;
  std::shared_ptr<NameSearch> search_;  ///< under way
};

}  // namespace bmsgw::transport
