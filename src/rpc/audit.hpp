#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "bmsgw/rpc/call_desk.hpp"

#include "task.hpp"
#include "token_bucket.hpp"

namespace bmsgw::rpc {

/// One attempt to write.
struct Attempt {
  std::uint64_t id = 0;
  CallOrigin origin;
  std::string_view method;
  std::string_view device;
  Intent intent;
};

/// Writes what was attempted into the log and to the server. Thread: loop.
class Audit {
 public:
  /// Lines a second; bursts of so many. What is more is counted in the next line.
  static constexpr double kRate = 5;
  static constexpr double kBurst = 50;

  explicit Audit(CallEvents& events) : events_(events) {}

  /// `state`: done, failed, refused, confirm, dryRun. `answer`: the call's.
  void tell(const Attempt& attempt, std::string_view state, const nlohmann::json& answer, core::Stamp now);

 private:
  CallEvents& events_;
  TokenBucket bucket_{kRate, kBurst};
  std::uint64_t suppressed_ = 0;
};

}  // namespace bmsgw::rpc
