#include "snmp_agent/program.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>

#include <fmt/core.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "bmsgw/snmp_library/library.hpp"

namespace bmsgw::snmp_agent {
namespace {

constexpr auto kName = "bms-snmp-agent";
/// The battery moves so often, and alarms are seen as soon.
constexpr auto kTick = std::chrono::milliseconds(100);

void say(snmp_library::LogLevel level, std::string_view line) {
  if (level == snmp_library::LogLevel::error) fmt::print(stderr, "{}: {}\n", kName, line);
}

int open_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&wanted, signal);
  sigprocmask(SIG_BLOCK, &wanted, nullptr);
  return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace

Library::Library() {
  snmp_library::start_library(kName, "/nonexistent", say);
}

Library::~Library() {
  snmp_library::stop_library(kName);
}

Program::Program(const simulator::snmp::Options& options)
    : options_(options),
      start_(std::chrono::steady_clock::now()),
      signals_(open_signals()),
      control_(options_.agent.control),
      device_(*options_.device, options_.agent.bulk),
      engine_(options_.agent),
      server_(options_.agent, device_, engine_, [this] { return now(); }),
      traps_(options_.agent, engine_) {}

Program::~Program() {
  ::close(signals_);
}

Program::Elapsed Program::now() const {
  return std::chrono::duration_cast<Elapsed>(std::chrono::steady_clock::now() - start_);
}

std::string Program::greeting() const {
  return fmt::format("snmp: listening on {}, {}, engine id {}", server_.place(), device_.summary(),
                     engine_.id_text());
}

std::string Program::summary() const {
  const auto& seen = server_.counters();
  return fmt::format("{} requests ({} sets), {} errors, {} refused, {} traps", seen.requests, seen.sets,
                     seen.errors, seen.refused, traps_.sent());
}

void Program::run() {
  fmt::print("{}\n", greeting());
  std::fflush(stdout);
  do {
    on_time(now());
  } while (!is_over(now()) && wait());
}

bool Program::is_over(Elapsed now) const {
  const auto& duration_s = options_.agent.duration_s;
  return duration_s && now >= std::chrono::duration<double>(*duration_s);
}

void Program::on_time(Elapsed now) {
  device_.on_time(now);
  server_.outlet_on_time(now);
  for (const auto& trap : device_.take_traps()) {
    if (!device_.treatment().lost) traps_.send(trap, device_.uptime_ticks());
  }
}

int Program::wait_ms(Elapsed now) const {
  auto wait = Elapsed(kTick);
  if (const auto due = server_.due()) wait = std::min(wait, *due - now);
  return static_cast<int>(std::max<Elapsed::rep>(0, (wait.count() + 999) / 1000));
}

bool Program::wait() {
  std::array<pollfd, 3> places{
      {{signals_, POLLIN, 0}, {server_.fd(), POLLIN, 0}, {control_.fd(), POLLIN, 0}}};
  if (poll(places.data(), places.size(), wait_ms(now())) <= 0) return true;
  if (places[0].revents != 0) return false;
  if (places[2].revents != 0) {
    for (const auto& line : control_.read_lines()) obey(line);
  }
  if (places[1].revents != 0) {
    device_.on_time(now());
    server_.on_ready();
  }
  return true;
}

void Program::obey(const std::string& line) {
  const auto result = device_.control(line);
  if (result.new_engine) {
    engine_.renew();
    traps_.reopen();
  }
  fmt::print("{}: {}{}\n", result.ok ? "control" : "control error", result.text,
             result.new_engine ? " (" + engine_.id_text() + ")" : "");
  std::fflush(stdout);
}

}  // namespace bmsgw::snmp_agent
