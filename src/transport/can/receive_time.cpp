#include "receive_time.hpp"

namespace bmsgw::transport {

core::Stamp received_at(timespec kernel, timespec real_now, core::Stamp now) {
  using std::chrono::nanoseconds;
  using std::chrono::seconds;
  const nanoseconds age =
      seconds(real_now.tv_sec - kernel.tv_sec) + nanoseconds(real_now.tv_nsec - kernel.tv_nsec);
  if (age < nanoseconds(0) || age > seconds(1)) return now;
  return {now.unix_ms - std::chrono::duration_cast<core::milliseconds>(age).count(), now.mono - age};
}

}  // namespace bmsgw::transport
