#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/command_state.hpp"
#include "bmsgw/driver/command_taker.hpp"
#include "bmsgw/driver/modbus_plan.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/transport/modbus_link.hpp"

namespace bmsgw::driver {

/// The commands of a bus that are under way: reads, writes, reading back, waiting until the device is done.
/// Each ends, as done or as failed; nothing is written twice. Pure. Thread: loop.
class ModbusCommands {
 public:
  static constexpr std::size_t kMostRunning = 8;
  static constexpr std::size_t kMostKept = 32;  ///< of the ended ones the last
  /// How long a command may take at least, but for waiting until the device is done.
  static constexpr core::milliseconds kLife{15'000};

  /// `longest_request`: as the link says.
  explicit ModbusCommands(core::milliseconds longest_request);
  ~ModbusCommands();

  /// What is to be done.
  struct Order {
    core::MapRequest::Kind kind = core::MapRequest::Kind::command;
    const ModbusUnitPlan* unit = nullptr;
    core::ModbusCommandSpec spec{};  ///< of a read only its name
    std::optional<double> argument{};
    std::uint32_t point = 0;  ///< of a read: index of the map's points, a number
  };
  /// Why it can't be taken: it is under way already, or there are too many. Nothing: it can.
  [[nodiscard]] std::optional<CommandTaker::NotTaken> refusal_of(const Order& order) const;
  /// What refusal_of() doesn't refuse. Its id.
  std::uint64_t start(Order order, core::Stamp now);
  /// Takes a ModbusRequest that reads, whose reply has the command's id; the reason when it can't be.
  [[nodiscard]] std::optional<CommandTaker::NotTaken> start_raw(const core::Command& command,
                                                                core::MonoTime now);

  /// When a request of some command wants to go out; kNever: none does.
  [[nodiscard]] core::MonoTime next_due() const;
  struct Asked {
    core::ModbusRequest request;
    std::string name;  ///< of the command
    core::Command::Kind kind = core::Command::Kind::read;
  };
  /// Nothing: what wanted to go out has failed.
  [[nodiscard]] std::optional<Asked> take_next(core::Stamp now);
  /// The answer to what was taken last. What it has brought, and what is to be read at once, now that it is
  /// done.
  struct Wanted {
    const ModbusUnitPlan* unit = nullptr;
    std::vector<std::uint32_t> groups;
    std::vector<core::Sample> samples{};
    core::milliseconds max_age{0};  ///< of the samples
  };
  [[nodiscard]] Wanted on_answer(const transport::ModbusAnswer& answer);
  /// What was taken last is on its way.
  void on_sent();
  /// What was taken last may not go out.
  void on_refused(const std::string& reason, core::MonoTime now);
  /// The line is gone: whoever still has to read or write has failed.
  void on_down(const std::string& detail, core::MonoTime now);
  /// When the first of those has taken too long; kNever: there is none.
  [[nodiscard]] core::MonoTime next_deadline() const;
  /// They have failed.
  void end_overdue(core::MonoTime now);
  /// The gateway leaves: all of them have failed.
  void stop(core::MonoTime now);

  /// As CommandTaker has it; raw reads are not among them.
  [[nodiscard]] std::vector<CommandState> take_ended();
  /// Those to raw reads since the last call: each one once.
  [[nodiscard]] std::vector<core::Reply> take_replies();
  /// Running ones and the last that ended.
  [[nodiscard]] std::optional<CommandState> state_of(std::uint64_t id) const;

 private:
  struct Task;
  class Book;
  void end(Task& task, core::Outcome outcome, std::string reason, core::MonoTime now);
  [[nodiscard]] std::optional<Asked> write_of(Task& task, core::Stamp now);
  void on_read(Task& task, const transport::ModbusAnswer& answer);
  void on_before(Task& task, const transport::ModbusAnswer& answer);
  void on_write_answer(Task& task, const transport::ModbusAnswer& answer);
  void on_read_back(Task& task, const transport::ModbusAnswer& answer);
  void on_until_answer(Task& task, const transport::ModbusAnswer& answer);
  bool ask_again(Task& task, const transport::ModbusAnswer& answer) const;
  void next_write(Task& task, core::MonoTime now);
  void wait_again(Task& task, core::MonoTime now);

  core::milliseconds life_;
  std::unique_ptr<Book> book_;
  std::vector<core::Reply> replies_;
  Wanted wanted_;  ///< of the answer that is being looked at
};

}  // namespace bmsgw::driver
