#pragma once

#include <optional>
#include <string>

#include "bmsgw/core/time.hpp"

namespace bmsgw::app {

/// Talks to the service manager, where there is one (sd_notify).
/// Thread: loop.
class ServiceNotifier {
 public:
  ServiceNotifier();
  void ready() const;
  void stopping() const;
  void status(const std::string& line);
  /// The daemon makes progress.
  void pet() const;
  /// How often pet() is due, a quarter of the manager's limit; nothing: it has set none.
  [[nodiscard]] std::optional<core::milliseconds> pet_period() const { return pet_period_; }

 private:
  std::optional<core::milliseconds> pet_period_;
  std::string last_status_;
};

}  // namespace bmsgw::app
