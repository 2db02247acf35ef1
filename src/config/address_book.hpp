#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "config/json_view.hpp"
#include "config/layers.hpp"
#include "config/modbus_address.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// The `addresses` of a map, merged over its layers, and who uses them. Thread: any.
class AddressBook {
 public:
  AddressBook(const Layers& layers, ProblemList& problems);

  enum class State : std::uint8_t {
    placed,
    open,    ///< not known yet
    absent,  ///< the device has no such thing
    wrong,   ///< that has been said
  };
  struct Found {
    State state = State::wrong;
    WireAddress wire;  ///< of a placed one
    JsonView at;       ///< where it is written
  };

  /// `address`: an address or a name of the table; `user`: what needs it, in words.
  [[nodiscard]] Found find(const JsonView& address, Addressing addressing, const std::string& user);

  /// The names that are used and not known yet, in the order of their use.
  [[nodiscard]] const std::vector<std::string>& open() const { return open_; }
  /// All of the table; after the last find().
  [[nodiscard]] std::vector<NamedAddress> entries() const;
  /// Says what is left out; after the last find().
  void report() const;

 private:
  [[nodiscard]] Found look_up(const JsonView& name);
  [[nodiscard]] Found absent(const JsonView& at, const std::string& user);
  [[nodiscard]] std::vector<std::string> names() const;

  ProblemList& problems_;
  std::vector<JsonView> table_;
  std::set<std::string> used_;
  std::vector<std::string> open_;
  /// What is left out, by the place that says so.
  struct LeftOut {
    JsonView at;
    std::vector<std::string> users;
  };
  std::map<std::string, LeftOut> left_out_;
};

}  // namespace bmsgw::config
