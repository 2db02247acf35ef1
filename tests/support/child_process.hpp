#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "temp_dir.hpp"

namespace bmsgw::test {

/// A program under test. Its stdout and stderr go into files; it dies with the thread that started it.
class ChildProcess {
 public:
  ChildProcess(const std::string& program, const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& environment = {});
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void signal(int number) const;
  /// Its exit status (128 + signal when one ended it); nothing: it still runs after `bound`.
  std::optional<int> wait(std::chrono::milliseconds bound = std::chrono::seconds(20));
  [[nodiscard]] std::string out() const;
  [[nodiscard]] std::string err() const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  TempDir dir_;
  pid_t pid_ = 0;
  int pid_fd_ = -1;
  std::optional<int> status_;
};

/// The whole content of a file.
[[nodiscard]] std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

}  // namespace bmsgw::test
