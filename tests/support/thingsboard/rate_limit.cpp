#include "rate_limit.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace bmsgw::test {

RateLimit::RateLimit(const std::string& text) {
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    Bucket bucket;
    char colon = 0;
    std::istringstream numbers(part);
    if (!(numbers >> bucket.capacity >> colon >> bucket.seconds) || colon != ':' || bucket.seconds <= 0)
      throw std::runtime_error("not a rate limit: " + text);
    bucket.left = bucket.capacity;
    buckets_.push_back(bucket);
  }
}

void RateLimit::fill(Bucket& bucket, SteadyTime now) {
  if (bucket.filled != SteadyTime{}) {
    const std::chrono::duration<double> passed = now - bucket.filled;
    bucket.left = std::min(bucket.capacity, bucket.left + passed.count() * bucket.capacity / bucket.seconds);
  }
  bucket.filled = now;
}

bool RateLimit::take(std::size_t count, SteadyTime now) {
  for (auto& bucket : buckets_) fill(bucket, now);
  const auto wanted = static_cast<double>(count);
  if (std::ranges::any_of(buckets_, [wanted](const Bucket& bucket) { return bucket.left < wanted; }))
    return false;
  for (auto& bucket : buckets_) bucket.left -= wanted;
  return true;
}

}  // namespace bmsgw::test
