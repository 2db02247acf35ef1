#include "simulator/can_log.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace bmsgw::simulator {

CanLog::CanLog(std::string path, std::string interface, std::int64_t start_unix_us)
    : path_(std::move(path)),
      interface_(interface.empty() ? "vcan0" : std::move(interface)),
      start_unix_us_(start_unix_us),
      file_(path_, std::ios::trunc) {
  check();
}

void CanLog::write(const BusFrame& frame, Elapsed now) {
  file_ << to_log_line(frame, interface_, start_unix_us_ + now.count()) << '\n';
}

void CanLog::flush() {
  file_.flush();
  check();
}

void CanLog::check() const {
  if (!file_) throw std::runtime_error("the log " + path_ + " can't be written");
}

std::uint64_t record_can_log(const CanOptions& options) {
  CanLog log(options.log, options.interface, options.start_unix_us);
  CanUnit unit(options.unit);
  CanMisbehaviour misbehaviour(options.misdeeds, options.unit.ids, options.unit.battery.seed);
  const auto end = elapsed_of(options.duration_s.value_or(0));
  std::uint64_t frames = 0;
  for (Elapsed now{0}; now < end; now = std::min(unit.next_wake(), misbehaviour.next_wake(now))) {
    unit.on_time(now);
    for (const auto& frame : misbehaviour.apply(unit.take_output(), now)) {
      log.write(frame, now);
      ++frames;
    }
  }
  log.flush();
  return frames;
}

}  // namespace bmsgw::simulator
