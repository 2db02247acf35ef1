#pragma once

#include <map>
#include <string>
#include <vector>

namespace bmsgw::rpc {

/// Shared attributes of the server that routes write to devices. What they are when the gateway starts is
/// only remembered: nothing is written because of a start. Every change from then on is written, also one
/// that was made while the server couldn't be reached. Thread: loop.
class SharedAttributes {
 public:
  explicit SharedAttributes(std::vector<std::string> keys) : keys_(std::move(keys)) {}

  [[nodiscard]] const std::vector<std::string>& keys() const { return keys_; }
  /// The request for all of them: {"sharedKeys":"a,b"}.
  [[nodiscard]] std::string request() const;
  /// An update {"a":5}, or the answer to the request {"shared":{"a":5}}. The calls that it leads to:
  /// {"method":"a","params":{"value":5}}.
  [[nodiscard]] std::vector<std::string> take(const std::string& message, bool is_answer);

 private:
  std::vector<std::string> keys_;
  std::map<std::string, std::string> known_;  ///< as JSON
  bool has_baseline_ = false;
};

}  // namespace bmsgw::rpc
