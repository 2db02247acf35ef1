#pragma once

#include <string>
#include <utility>
#include <variant>

#include "bmsgw/core/command.hpp"

namespace bmsgw::route {

/// A command that may go out. Only WriteGate makes one, and drivers take nothing else.
class PermittedCommand {
 public:
  [[nodiscard]] const core::Command& command() const { return command_; }

 private:
  friend class WriteGate;
  explicit PermittedCommand(core::Command command) : command_(std::move(command)) {}
  core::Command command_;
};

struct Refusal {
  std::string reason;
};

/// The one door between every command and every bus. In this version nothing passes but requests to read.
/// Thread: any (const).
class WriteGate {
 public:
  [[nodiscard]] std::variant<PermittedCommand, Refusal> judge(core::Command command) const;
};

}  // namespace bmsgw::route
