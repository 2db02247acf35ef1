#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/params.hpp"

#include "config/json_view.hpp"

/// What params.hpp has, with the places that it was read from, for cross-checks.
namespace bmsgw::config {

struct ResolvedParam {
  ParamConfig config;
  JsonView source;
};

struct ResolvedPacket {
  PacketConfig config;  ///< without its params
  JsonView source;
  std::vector<ResolvedParam> params;
};

struct ResolvedBus {
  std::string name;  ///< empty: a protocol that no bus uses
  std::string family;
  std::string protocol;
  std::string key_prefix;
  bool is_apart = false;  ///< has a key_prefix or as_device
  bool from_serial = false;
  JsonView source;  ///< the bus in settings.json, or the protocol
  std::vector<ResolvedPacket> packets;

  [[nodiscard]] const ResolvedPacket* find(const std::string& packet) const;
};

/// `found` or nullptr: by name.
[[nodiscard]] const ResolvedParam* find_param(const ResolvedPacket& packet, const std::string& name);

}  // namespace bmsgw::config
