#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/command_state.hpp"
#include "bmsgw/driver/modbus_plan.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/transport/modbus_link.hpp"

namespace bmsgw::driver {

/// The commands of a bus that are under way: writes, reading back, waiting until the device is done. Each
/// ends, as done or as failed. Pure. Thread: loop.
class ModbusCommands {
 public:
  static constexpr std::size_t kMostRunning = 8;
  static constexpr std::size_t kMostKept = 32;  ///< of the ended ones the last

  ModbusCommands();
  ~ModbusCommands();

  /// Takes a command; the reason when it can't be: it is under way already, or there are too many.
  [[nodiscard]] std::variant<std::uint64_t, std::string> start(const ModbusUnitPlan& unit,
                                                               core::ModbusCommandSpec spec,
                                                               std::optional<double> argument,
                                                               core::Stamp now);

  /// When a request of some command wants to go out; kNever: none does.
  [[nodiscard]] core::MonoTime next_due() const;
  struct Asked {
    core::ModbusRequest request;
    std::string name;  ///< of the command
    core::Command::Kind kind = core::Command::Kind::read;
  };
  /// Nothing: what wanted to go out has failed.
  [[nodiscard]] std::optional<Asked> take_next(core::Stamp now);
  /// The answer to what was taken last. What it wants to be read at once, now that it is done: groups.
  struct Wanted {
    const ModbusUnitPlan* unit = nullptr;
    std::vector<std::uint32_t> groups;
  };
  [[nodiscard]] Wanted on_answer(const transport::ModbusAnswer& answer);
  /// What was taken last may not go out.
  void on_refused(const std::string& reason, core::MonoTime now);
  /// The line is gone: whoever still has to write has failed.
  void on_down(core::MonoTime now);
  /// When the first of those that wait for their device has waited for too long; kNever: none waits.
  [[nodiscard]] core::MonoTime next_deadline() const;
  /// They have failed.
  void end_overdue(core::MonoTime now);
  /// The gateway leaves: all of them have failed.
  void stop(core::MonoTime now);

  /// Running ones and the last that ended.
  [[nodiscard]] std::optional<CommandState> state_of(std::uint64_t id) const;

 private:
  struct Task;
  class Book;
  void end(Task& task, CommandState::Phase phase, std::string reason, core::MonoTime now);
  void on_write_answer(Task& task, const transport::ModbusAnswer& answer);
  void on_read_back(Task& task, const transport::ModbusAnswer& answer);
  void on_until_answer(Task& task, const transport::ModbusAnswer& answer);
  void next_write(Task& task, core::MonoTime now);
  void wait_again(Task& task, core::MonoTime now);

  std::unique_ptr<Book> book_;
};

}  // namespace bmsgw::driver
