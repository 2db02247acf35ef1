#pragma once

#include <string>
#include <vector>

#include "app/dbc/file.hpp"

namespace bmsgw::app::dbc {

/// A message and those of its signals that can be expressed.
struct PacketPlan {
  const Message* message = nullptr;
  std::string id;  ///< X18FF0001
  std::vector<const Signal*> signals;
};

/// What of a file can be expressed, in its order. For the rest there is a remark each. `file` outlives the
/// plans.
[[nodiscard]] std::vector<PacketPlan> plan_packets(const File& file, std::vector<Remark>& remarks);

}  // namespace bmsgw::app::dbc
