#pragma once

#include <string>
#include <utility>

namespace bmsgw::app {

/// The daemon's answer to one request line, or why there is none.
struct ControlAnswer {
  std::string text;
  std::string error;
};

/// Asks the running daemon; waits at most three seconds. One connection per question.
class ControlClient {
 public:
  explicit ControlClient(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] ControlAnswer ask(const std::string& request) const;

 private:
  std::string path_;
};

}  // namespace bmsgw::app
