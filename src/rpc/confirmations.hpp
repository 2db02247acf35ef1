#pragma once

#include <cstdint>
#include <deque>
#include <random>
#include <string>

#include "bmsgw/core/time.hpp"

namespace bmsgw::rpc {

/// Tokens by which what destroys is asked for a second time. Each is good once, for one call, for a minute.
/// Thread: loop.
class Confirmations {
 public:
  static constexpr std::size_t kMostOpen = 16;

  Confirmations(std::uint64_t seed, core::milliseconds limit) : random_(seed), limit_(limit) {}

  /// `call`: a hash of caller, method, parameters and what would be written.
  [[nodiscard]] std::string issue(std::size_t call, core::MonoTime now);
  /// True: the token is of this call and still good; it isn't any more.
  [[nodiscard]] bool redeem(const std::string& token, std::size_t call, core::MonoTime now);

 private:
  struct Open {
    std::string token;
    std::size_t call = 0;
    core::MonoTime until{};
  };
  std::mt19937_64 random_;
  core::milliseconds limit_;
  std::deque<Open> open_;
};

}  // namespace bmsgw::rpc
