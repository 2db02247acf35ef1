#pragma once

#include <cstdint>
#include <string>
#include <system_error>

#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/socket_can_link.hpp"

namespace bmsgw::transport {

/// What a CAN link tells its user: what is wrong and what helps, each kind at most once a minute. Thread:
/// loop.
class CanLog {
 public:
  explicit CanLog(const SocketCanOptions& options)
      : interface_(options.interface), speed_(options.speed), manage_(options.manage) {}

  void down(std::error_code error, core::MonoTime now);
  /// `bit_rate`: 0: it has none.
  void opened(std::uint32_t bit_rate, core::MonoTime now);
  void small_buffer(int bytes);
  void not_managed(std::error_code error, core::MonoTime now);
  void refused(std::error_code error, core::MonoTime now);
  void overflow(std::uint64_t in_all, core::MonoTime now);
  void bus_off(core::MonoTime now);

 private:
  void other_bit_rate(std::uint32_t bit_rate);
  [[nodiscard]] std::string remedy_of(std::error_code error) const;

  std::string interface_;
  std::uint32_t speed_;  ///< bit/s that the interface should have
  bool manage_;
  core::LogLimiter down_;
  core::LogLimiter opened_;
  core::LogLimiter not_managed_{std::chrono::hours(1)};
  core::LogLimiter refused_;
  core::LogLimiter overflow_;
  core::LogLimiter bus_off_;
  std::uint32_t warned_bit_rate_ = 0;
  bool warned_buffer_ = false;
};

}  // namespace bmsgw::transport
