#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace bmsgw::test {

/// Requests that a server might send, and many that none would: calls made by the grammar of the methods, such
/// calls with bytes changed, and garbage. The same seed makes the same ones. Thread: any (no sharing).
class RpcPayloads {
 public:
  explicit RpcPayloads(std::uint32_t seed) : random_(seed) {}

  [[nodiscard]] std::string next();
  /// The token of an answer is tried with later calls.
  void learn(const std::string& answer);

 private:
  [[nodiscard]] nlohmann::json call();
  [[nodiscard]] nlohmann::json params();
  [[nodiscard]] nlohmann::json value(int depth);
  [[nodiscard]] std::string text();
  [[nodiscard]] std::string mutated(std::string text);
  [[nodiscard]] std::string garbage();
  [[nodiscard]] std::size_t below(std::size_t end);
  template <typename List>
  [[nodiscard]] const auto& one_of(const List& list) {
    return list[below(std::size(list))];
  }

  std::mt19937 random_;
  std::vector<nlohmann::json> tokens_;
  nlohmann::json last_call_;
};

}  // namespace bmsgw::test
