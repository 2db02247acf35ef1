#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "bmsgw/rpc/method.hpp"
#include "bmsgw/rpc/method_host.hpp"

namespace bmsgw::rpc {

/// A call's parameters, the common ones taken out.
struct CheckedParams {
  nlohmann::json params = nlohmann::json::object();
  std::string device;
  std::string confirm;
  bool dry_run = false;
};

/// The parameters, or the answer that says which one is wrong and what is expected: bad_params,
/// unknown_device. Thread: any.
[[nodiscard]] std::variant<CheckedParams, nlohmann::json> check_params(const MethodInfo& info,
                                                                       const nlohmann::json& params,
                                                                       std::span<const Device> devices);

/// The family of a group of methods; nothing: it has no devices.
[[nodiscard]] std::optional<Family> family_of(std::string_view group);

}  // namespace bmsgw::rpc
