#pragma once

#include <cstdint>

#include "bmsgw/driver/snmp_commands.hpp"

#include "driver/command_book.hpp"

namespace bmsgw::driver {

inline constexpr const char* kMayBeSet = "; it may have been taken all the same";

/// A command under way. Thread: loop.
struct SnmpCommands::Task {
  enum class Step : std::uint8_t {
    read,    ///< of a read: the only one
    before,  ///< of a write: what the point is until now
    set,
    read_back,  ///< and compare
    until,      ///< the device is done
  };

  CommandState state{};
  Order order{};
  Step step = Step::set;
  core::MonoTime due{};
  core::MonoTime deadline = core::kNever;
  std::uint32_t tries = 0;
  bool is_sent = false;                                 ///< it was set, or is on its way
  bool is_taken = false;                                ///< the agent has said so
  core::Outcome unanswered = core::Outcome::timed_out;  ///< of a set that is read back although it wasn't
  /// Of until: from then on a result is that of this command.
  core::MonoTime believed_at = core::kNever;

  [[nodiscard]] bool is_reading() const { return order.kind == core::MapRequest::Kind::read; }
};

class SnmpCommands::Book : public CommandBook<Task> {
 public:
  using CommandBook::CommandBook;
};

}  // namespace bmsgw::driver
