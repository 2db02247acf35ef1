#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/pack_reading.hpp"

namespace bmsgw::simulator {

/// What a unit knows at one moment.
struct UnitView {
  const PackReading& pack;
  std::int64_t unix_s;  ///< the unit's clock
  std::uint32_t uptime_s;
};

struct SingleSentence {
  std::string_view name;
  std::string (*fields)(const UnitView&);
};

struct ListSentence {
  std::string_view name;
  std::vector<std::string> (*fields)(const PackReading&);
};

/// Those that a unit volunteers, in the order in which it sends them.
[[nodiscard]] std::span<const SingleSentence> periodic_sentences();
/// Those that it sends only when asked, in several parts.
[[nodiscard]] std::span<const ListSentence> list_sentences();

}  // namespace bmsgw::simulator
