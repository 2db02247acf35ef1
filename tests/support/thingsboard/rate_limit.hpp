#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace bmsgw::test {

using SteadyTime = std::chrono::steady_clock::time_point;

/// A limit as ThingsBoard writes it, "N:seconds,N:seconds": all parts apply, each a bucket of N that fills
/// evenly within its seconds. Empty: no limit. Thread: any.
class RateLimit {
 public:
  /// Throws on a text of another form.
  explicit RateLimit(const std::string& text);
  /// False: more than may be; nothing is taken then.
  [[nodiscard]] bool take(std::size_t count, SteadyTime now);

 private:
  struct Bucket {
    double capacity = 0;
    double seconds = 0;
    double left = 0;
    SteadyTime filled{};
  };
  static void fill(Bucket& bucket, SteadyTime now);

  std::vector<Bucket> buckets_;
};

}  // namespace bmsgw::test
