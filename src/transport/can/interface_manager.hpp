#pragma once

#include <optional>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/socket_can_link.hpp"

#include "can_log.hpp"
#include "interface.hpp"

namespace bmsgw::transport {

/// With "manage": true, sets an interface up where it isn't as wanted. Tries again at once for an interface
/// that is new, else once a minute. Thread: loop.
class InterfaceManager {
 public:
  static constexpr core::milliseconds kTryAgain{60'000};

  /// Both outlive it.
  InterfaceManager(const SocketCanOptions& options, CanLog& log) : options_(options), log_(log) {}

  /// What the interface is then; nothing: it has gone meanwhile.
  [[nodiscard]] std::optional<Interface> set_up(Interface found, core::MonoTime now);

 private:
  [[nodiscard]] bool is_as_wanted(const Interface& found, const ControllerInfo& info) const;

  const SocketCanOptions& options_;
  CanLog& log_;
  int tried_index_ = 0;
  core::MonoTime next_try_ = core::kLongAgo;
};

}  // namespace bmsgw::transport
