#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "task.hpp"

namespace bmsgw::rpc {

/// All methods: the built-in ones, and those that routes make. Thread: any, once made.
class MethodTable {
 public:
  explicit MethodTable(const std::vector<std::string>& route_methods);

  /// nullptr: there is none.
  [[nodiscard]] const TaskMethod* find(std::string_view name) const;
  [[nodiscard]] const std::vector<TaskMethod>& all() const { return methods_; }
  /// "; is "getStatus" meant?", or nothing.
  [[nodiscard]] std::string hint_for(std::string_view name) const;

 private:
  std::deque<std::string> names_;    ///< what the routes' infos show
  std::vector<TaskMethod> methods_;  ///< by name
};

/// The built-in methods, group by group.
[[nodiscard]] std::vector<TaskMethod> built_in_methods();

}  // namespace bmsgw::rpc
