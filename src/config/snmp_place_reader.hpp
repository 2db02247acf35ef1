#pragma once

#include <optional>
#include <string>

#include "bmsgw/config/params.hpp"

#include "config/format_resolver.hpp"
#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// What a packet of an SNMP map says of its params.
struct SnmpPacketKeys {
  JsonView count;
  JsonView count_from;
  JsonView first_index;
};

/// Where a param stands in an agent, how it is scaled and written; `config` has its format and `list`.
/// `oid`: whole; nothing: what is wrong with it has been said. What the names in it stand for isn't looked
/// at.
void read_snmp_place(const JsonView& param, const SnmpPacketKeys& packet,
                     const std::optional<std::string>& oid, const FormatResolver& formats,
                     ParamConfig& config, ProblemList& problems);

/// {"packet": ..., "param": ...}; nothing: it isn't given, or not whole.
[[nodiscard]] std::optional<core::ParamName> read_param_name(const JsonView& view);

}  // namespace bmsgw::config
