#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace bmsgw::test {

/// Requests that a server might send, and many that none would: examples of the table of methods with other
/// values, such calls with bytes changed, and garbage. The same seed makes the same ones. Thread: any (no
/// sharing).
class RpcPayloads {
 public:
  /// `examples`: calls to begin with besides those of the table.
  explicit RpcPayloads(std::uint32_t seed, const std::vector<nlohmann::json>& examples = {});

  [[nodiscard]] std::string next();
  /// The answer to the last one. What it wants to be confirmed may come again with its token.
  void learn(const std::string& answer);

 private:
  struct Method {
    std::string name;
    std::vector<std::string> params;
    nlohmann::json example;
  };
  [[nodiscard]] nlohmann::json call();
  [[nodiscard]] nlohmann::json odd_call();
  [[nodiscard]] nlohmann::json varied(const Method& method);
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
  std::vector<Method> methods_;
  nlohmann::json last_call_;
  std::vector<nlohmann::json> confirmed_;  ///< calls with the token that they were given
};

}  // namespace bmsgw::test
