#include "simulator/modbus/unit_clock.hpp"

#include <algorithm>
#include <ctime>

namespace bmsgw::simulator::modbus {
namespace {

using core::ClockPart;

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr int kFirstYear = 1900;
constexpr int kCentury = 2000;

std::tm calendar(std::int64_t unix_s, bool utc) {
  const auto time = static_cast<std::time_t>(unix_s);
  std::tm parts{};
  utc ? ::gmtime_r(&time, &parts) : ::localtime_r(&time, &parts);
  return parts;
}

std::int64_t unix_time(std::tm parts, bool utc) {
  parts.tm_isdst = -1;
  return utc ? ::timegm(&parts) : ::mktime(&parts);
}

int days_of(const std::tm& parts) {
  std::tm last{};
  last.tm_year = parts.tm_year;
  last.tm_mon = parts.tm_mon + 1;  // its day 0 is this month's last
  (void)::timegm(&last);
  return last.tm_mday;
}

void put(std::tm& parts, ClockPart part, int value) {
  switch (part) {
    case ClockPart::year:
      parts.tm_year = value - kFirstYear;
      break;
    case ClockPart::year2:
      parts.tm_year = value + kCentury - kFirstYear;
      break;
    case ClockPart::month:
      parts.tm_mon = value - 1;
      break;
    case ClockPart::day:
      parts.tm_mday = value;
      break;
    case ClockPart::hour:
      parts.tm_hour = value;
      break;
    case ClockPart::minute:
      parts.tm_min = value;
      break;
    case ClockPart::second:
      parts.tm_sec = value;
      break;
    case ClockPart::epoch:
    case ClockPart::weekday:
      break;
  }
  parts.tm_mday = std::clamp(parts.tm_mday, 1, days_of(parts));
}

}  // namespace

std::int64_t UnitClock::unix_s(Elapsed now) const {
  return (start_unix_us_ + now.count()) / kSecondUs + offset_s_;
}

std::int64_t UnitClock::part(ClockPart part, bool utc, Elapsed now) const {
  const auto time = unix_s(now);
  const auto parts = calendar(time, utc);
  switch (part) {
    case ClockPart::epoch:
      break;
    case ClockPart::year:
      return parts.tm_year + kFirstYear;
    case ClockPart::year2:
      return parts.tm_year % 100;
    case ClockPart::month:
      return parts.tm_mon + 1;
    case ClockPart::day:
      return parts.tm_mday;
    case ClockPart::hour:
      return parts.tm_hour;
    case ClockPart::minute:
      return parts.tm_min;
    case ClockPart::second:
      return parts.tm_sec;
    case ClockPart::weekday:
      return parts.tm_wday == 0 ? 7 : parts.tm_wday;
  }
  return time;
}

void UnitClock::set(ClockPart part, bool utc, std::int64_t value, Elapsed now) {
  const auto before = unix_s(now);
  auto after = value;
  if (part != ClockPart::epoch) {
    auto parts = calendar(before, utc);
    put(parts, part, static_cast<int>(std::clamp<std::int64_t>(value, 0, 9999)));
    after = unix_time(parts, utc);
  }
  offset_s_ += after - before;
}

}  // namespace bmsgw::simulator::modbus
