#pragma once

#include <optional>
#include <string>
#include <system_error>

#include <sys/types.h>

#include "bmsgw/core/time.hpp"

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

/// bms-snmp-worker as a child of this process: only it is waited for, whatever else this process has started.
/// Thread: loop.
class WorkerProcess {
 public:
  WorkerProcess() = default;
  ~WorkerProcess() { stop(core::milliseconds(0)); }
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  /// Starts it with the other end of `socket` as descriptor 3, besides 0 to 2; it leaves when `socket` is
  /// closed. It is not among those whom a terminal interrupts.
  [[nodiscard]] std::error_code start(const std::string& program, const std::string& state_dir,
                                      FileDescriptor& socket);
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// How it ended, in words, once it has; told once.
  [[nodiscard]] std::optional<std::string> ended();
  void kill() const;
  /// Waits for its end, at most so long; then it is killed. Nothing of it is left.
  void stop(core::milliseconds patience);

 private:
  bool ends_within(core::milliseconds patience);

  pid_t pid_ = 0;
};

}  // namespace bmsgw::transport
