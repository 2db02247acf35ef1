#include "simulator/modbus/loop.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>

#include <fmt/core.h>

#include "simulator/modbus/profile.hpp"
#include "simulator/modbus/rtu_endpoint.hpp"
#include "simulator/modbus/tcp_endpoint.hpp"
#include "simulator/modbus/unit_list.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using ErrorCode = boost::system::error_code;

/// Batteries go on when nobody asks, too, so that no request has to wait for hours of them.
constexpr Elapsed kBatteryTick = std::chrono::seconds(1);

MapPlan plan_for(const Options& options) {
  const auto loaded = load_map(options);
  if (!loaded.remarks.empty()) fmt::print(stderr, "{}", loaded.remarks);
  return plan_of(loaded.map);
}

std::vector<UnitConfig> units_of(const Options& options) {
  std::vector<UnitConfig> units;
  for (const auto id : options.units) {
    UnitConfig unit{id, {options.battery, options.cells}, elapsed_of(options.test_s), options.start_unix_us};
    unit.battery.battery.battery.seed += id;
    units.push_back(unit);
  }
  return units;
}

}  // namespace

Loop::Loop(const Options& options)
    : options_(options),
      plan_(plan_for(options)),
      misbehaviour_(options.misdeeds, options.battery.battery.seed),
      server_(plan_, units_of(options), options.port ? Server::Line::tcp : Server::Line::serial,
              misbehaviour_),
      start_(std::chrono::steady_clock::now()),
      endpoint_(make_endpoint()) {
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  signals_.add(SIGHUP);
}

std::unique_ptr<Endpoint> Loop::make_endpoint() {
  EndpointEvents& events = *this;
  if (options_.port)
    return std::make_unique<TcpEndpoint>(io_, *options_.port, server_, misbehaviour_, events);
  RtuSession session(server_, misbehaviour_, options_.speed);
  return std::make_unique<RtuEndpoint>(io_, options_.link, std::move(session), misbehaviour_, events);
}

Elapsed Loop::now() const {
  return std::chrono::duration_cast<Elapsed>(std::chrono::steady_clock::now() - start_);
}

void Loop::run() {
  signals_.async_wait([this](ErrorCode error, int) {
    if (!error) io_.stop();
  });
  fmt::print("{}\n", greeting());
  std::fflush(stdout);
  advance();
  io_.run();
}

std::string Loop::greeting() const {
  const auto speed = options_.port || options_.speed.baud == 0
                         ? std::string{}
                         : fmt::format(", {} baud", options_.speed.baud);
  return fmt::format("modbus: {}, units {}{}, {} cells each", endpoint_->place(), unit_list(options_.units),
                     speed, options_.cells);
}

std::string Loop::summary() const {
  const auto& seen = server_.counters();
  return fmt::format("{} requests, {} answers ({} exceptions), {} writes, {} broken frames", seen.requests,
                     seen.answers, seen.exceptions, seen.writes, seen.broken);
}

/// Everything that time brings; the only place where the timer is armed.
void Loop::advance() {
  const auto time = now();
  if (options_.duration_s && time >= elapsed_of(*options_.duration_s)) {
    io_.stop();
    return;
  }
  server_.on_time(time);
  endpoint_->advance(time);
  arm_timer(time);
}

void Loop::arm_timer(Elapsed time) {
  auto wake = std::min({endpoint_->next_wake(time), misbehaviour_.next_change(time), time + kBatteryTick});
  if (options_.duration_s) wake = std::min(wake, elapsed_of(*options_.duration_s));
  timer_.expires_at(start_ + wake);
  timer_.async_wait([this](ErrorCode error) {
    if (!error) advance();
  });
}

}  // namespace bmsgw::simulator::modbus
