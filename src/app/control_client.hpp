#pragma once

#include <string>
#include <utility>

namespace bmsgw::app {

/// The daemon's answer to one request line, or why there is none.
struct ControlAnswer {
  std::string text;
  std::string error;
};

/// Asks the running daemon. One connection per question.
class ControlClient {
 public:
  explicit ControlClient(std::string path) : path_(std::move(path)) {}
  /// `patience_s`: how long it waits for the answer; 0: until it comes, or the daemon is gone.
  [[nodiscard]] ControlAnswer ask(const std::string& request, int patience_s) const;

 private:
  std::string path_;
};

}  // namespace bmsgw::app
