#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/protocol_book.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// A bus that is not enabled.
struct RestingBus {
  std::string name;
  std::string protocol;
};

/// What a route may name.
struct RouteScope {
  const ProtocolBook& book;
  const std::vector<ResolvedBus>& buses;
  const std::vector<ResolvedBus>& unused;  ///< protocols without a bus
  const std::vector<RestingBus>& resting;
};

/// A param of a bus, or of a protocol that no bus uses. Nothing of it is null where it is passed on.
struct ParamRef {
  const ResolvedBus* bus = nullptr;
  const ResolvedPacket* packet = nullptr;
  const ResolvedParam* param = nullptr;
};

/// `sentence` or `packet` of one end.
[[nodiscard]] JsonView packet_key(const JsonView& end);

/// Finds what `from` or `to` of a route names; what it doesn't find is said. Thread: any.
class RouteEnd {
 public:
  RouteEnd(const RouteScope& scope, ProblemList& problems) : scope_(scope), problems_(problems) {}

  /// The family of the protocol of this name; nothing: there is none.
  [[nodiscard]] std::optional<std::string> family_of(const JsonView& prot);
  /// Once for each bus that has it.
  [[nodiscard]] std::vector<ParamRef> find(const JsonView& end);
  /// The text under a key that has to be there.
  [[nodiscard]] std::optional<std::string> need(const JsonView& object, const char* key);

 private:
  using Buses = std::vector<const ResolvedBus*>;

  [[nodiscard]] bool is_read(const std::string& protocol) const;
  [[nodiscard]] Buses buses_of(const JsonView& end);
  [[nodiscard]] const ResolvedBus* named_bus(const JsonView& bus);
  void refuse(const JsonView& end, const ResolvedBus& bus);

  const RouteScope& scope_;
  ProblemList& problems_;
};

}  // namespace bmsgw::config
