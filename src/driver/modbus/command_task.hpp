#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "bmsgw/driver/modbus_commands.hpp"

#include "driver/command_book.hpp"
#include "write_plan.hpp"

namespace bmsgw::driver {

inline constexpr const char* kMayBeTaken = "; it may have been taken all the same";

/// A command under way. Thread: loop.
struct ModbusCommands::Task {
  enum class Step : std::uint8_t {
    read,       ///< of a read: the only one
    before,     ///< of a write: what the point is until now
    write,      ///< the next of `writes`
    read_back,  ///< and compare
    until,      ///< the device is done
  };

  CommandState state{};
  Order order{};
  std::vector<PlannedWrite> writes{};
  std::size_t at = 0;  ///< of writes
  Step step = Step::write;
  core::MonoTime due{};
  core::MonoTime deadline = core::kNever;
  std::uint32_t tries = 0;
  bool is_sent = false;                                 ///< something was written
  bool is_taken = false;                                ///< the device has said so
  core::Outcome unanswered = core::Outcome::timed_out;  ///< of a write that is read back although it wasn't
  core::ModbusRequest written{};
  std::int64_t clock_ms = 0;   ///< the time that all of its clock parts are of
  std::uint64_t reply_id = 0;  ///< of a raw read, else 0
  core::ModbusRequest raw{};

  [[nodiscard]] bool is_reading() const { return order.kind == core::MapRequest::Kind::read; }
  [[nodiscard]] std::uint8_t number() const { return order.unit->unit; }
};

class ModbusCommands::Book : public CommandBook<Task> {
 public:
  using CommandBook::CommandBook;
};

}  // namespace bmsgw::driver
