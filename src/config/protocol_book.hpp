#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

struct Protocol {
  std::string name;              ///< as the file spells it
  std::string family;            ///< g1, can, mqtt ...; empty: unknown, and that has been said
  std::vector<JsonView> layers;  ///< itself, then what it inherits from
};

/// The protocols of params_config.json, wherever they stand. Thread: any.
class ProtocolBook {
 public:
  ProtocolBook(const JsonView& root, ProblemList& problems);

  /// Upper and lower case alike; nullptr: none.
  [[nodiscard]] const Protocol* find(std::string_view name) const;
  [[nodiscard]] const std::vector<Protocol>& all() const { return protocols_; }
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  void add(const JsonView& protocol);
  void inherit(Protocol& protocol, ProblemList& problems) const;

  std::vector<Protocol> protocols_;
};

/// The family that a protocol of this name belongs to by its name; empty: none.
[[nodiscard]] std::string family_named(std::string_view name);

}  // namespace bmsgw::config
