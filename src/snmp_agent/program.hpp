#pragma once

#include <chrono>
#include <string>

#include "bmsgw/simulator/control_input.hpp"
#include "bmsgw/simulator/snmp/device.hpp"

#include "snmp_agent/engine.hpp"
#include "snmp_agent/server.hpp"
#include "snmp_agent/trap_sender.hpp"

namespace bmsgw::snmp_agent {

/// Net-SNMP for as long as it lives.
class Library {
 public:
  Library();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

/// A simulated battery manager on its endpoint, until a signal or the end of its time. Throws
/// std::exception: something can't be had. Thread: the only one.
class Program {
 public:
  explicit Program(const simulator::snmp::Options& options);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void run();
  [[nodiscard]] std::string summary() const;

 private:
  using Elapsed = std::chrono::microseconds;

  [[nodiscard]] Elapsed now() const;
  [[nodiscard]] int wait_ms(Elapsed now) const;
  [[nodiscard]] bool is_over(Elapsed now) const;
  /// False: a signal ends it.
  [[nodiscard]] bool wait();
  void on_time(Elapsed now);
  void obey(const std::string& line);
  [[nodiscard]] std::string greeting() const;

  const simulator::snmp::Options options_;
  std::chrono::steady_clock::time_point start_;
  int signals_;
  simulator::ControlInput control_;
  simulator::snmp::Device device_;
  Library library_;
  Engine engine_;
  Server server_;
  TrapSender traps_;
};

}  // namespace bmsgw::snmp_agent
