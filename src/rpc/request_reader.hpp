#pragma once

#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

namespace bmsgw::rpc {

/// A request, taken apart.
struct Request {
  std::string method;
  nlohmann::json params;
  bool wait = true;  ///< false: "running" is answered as soon as it has begun
};

/// The request, or the answer that says what is wrong with it: bad_request, too_large. Neither is what is
/// nested more deeply than CallDesk::kMaxDepth ever parsed. Thread: any.
[[nodiscard]] std::variant<Request, nlohmann::json> read_request(std::string_view text);

}  // namespace bmsgw::rpc
