#pragma once

#include <string>
#include <vector>

#include "config/json_view.hpp"
#include "config/layers.hpp"
#include "config/problem_list.hpp"
#include "config/profile_store.hpp"
#include "config/protocol_book.hpp"

namespace bmsgw::config {

/// Where a bus, or a Modbus unit, says what it reads.
struct ReadingPlace {
  const char* family;
  JsonView bus;
  JsonView protocol;  ///< its `protocol`, given or by default
  JsonView profile;   ///< its `profile`
};

/// What a bus reads.
struct BusLayers {
  Layers layers;  ///< the protocol, then the profiles
  std::vector<Profile> profiles;
};

/// Finds the texts that say what is on a bus. Thread: any.
class BusLayerFinder {
 public:
  BusLayerFinder(const ProtocolBook& book, ProfileStore& profiles, ProblemList& problems)
      : book_(book), profiles_(profiles), problems_(problems) {}

  /// `protocol` gets the spelling of params_config.json.
  [[nodiscard]] BusLayers find(const ReadingPlace& place, std::string& protocol);
  /// There is a protocol of this name.
  [[nodiscard]] bool knows(const std::string& protocol) const { return book_.find(protocol) != nullptr; }

 private:
  [[nodiscard]] Layers protocol_of(const ReadingPlace& place, std::string& protocol, bool has_profile);
  void refuse_unknown(const std::string& protocol, const ReadingPlace& place);
  void refuse_family(const Protocol& protocol, const ReadingPlace& place);

  const ProtocolBook& book_;
  ProfileStore& profiles_;
  ProblemList& problems_;
};

/// At the bus's protocol, or at the bus when it only has the default.
[[nodiscard]] const JsonView& place_of_protocol(const ReadingPlace& place);

}  // namespace bmsgw::config
