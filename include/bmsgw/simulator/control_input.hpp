#pragma once

#include <string>
#include <vector>

namespace bmsgw::simulator {

/// Lines from a named pipe of its own, or from stdin ("-"). Thread: any (no sharing).
class ControlInput {
 public:
  /// Empty: none. Throws std::system_error: the pipe can't be made.
  explicit ControlInput(const std::string& path);
  ~ControlInput();
  ControlInput(const ControlInput&) = delete;
  ControlInput& operator=(const ControlInput&) = delete;

  [[nodiscard]] int fd() const { return fd_; }  ///< -1: nothing comes any more
  /// Those that are complete.
  [[nodiscard]] std::vector<std::string> read_lines();

 private:
  std::string made_;  ///< the pipe; empty: none
  int fd_ = -1;
  std::string pending_;
};

}  // namespace bmsgw::simulator
