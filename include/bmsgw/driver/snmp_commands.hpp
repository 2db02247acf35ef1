#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/command.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/snmp_map.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/command_state.hpp"
#include "bmsgw/driver/command_taker.hpp"
#include "bmsgw/driver/snmp_plan.hpp"
#include "bmsgw/driver/snmp_unit.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/transport/snmp_link.hpp"

namespace bmsgw::driver {

/// What a command sets, with the caller's argument; the reason when a value is no INTEGER.
[[nodiscard]] std::variant<core::SnmpRequest, std::string> make_set(const core::SnmpCommandSpec& spec,
                                                                    std::optional<double> argument);
/// What has to be let out for the command; nothing when one of its constants is no INTEGER.
[[nodiscard]] std::optional<route::SnmpPermit> permit_of(const core::SnmpCommandSpec& spec);

/// The commands of an agent that are under way: reads, a set, reading back, waiting until the device is done.
/// Each ends, as done or as failed; nothing is set twice. Pure. Thread: loop.
class SnmpCommands {
 public:
  static constexpr std::size_t kMostRunning = 8;
  static constexpr std::size_t kMostKept = 32;  ///< of the ended ones the last
  /// How long a command may take at least, but for waiting until the device is done.
  static constexpr core::milliseconds kLife{15'000};

  /// Both outlive it. `longest_request`: as the link says.
  SnmpCommands(const SnmpBusPlan& plan, const SnmpUnit& unit, core::milliseconds longest_request);
  ~SnmpCommands();

  /// What is to be done.
  struct Order {
    core::MapRequest::Kind kind = core::MapRequest::Kind::command;
    core::SnmpCommandSpec spec{};  ///< of a read only its name
    std::optional<double> argument{};
    std::uint32_t point = 0;  ///< of a read: index of the map's points, a number
    core::SnmpRequest set{};  ///< of the others: make_set()
  };
  /// Why it can't be taken: it is under way already, or there are too many. Nothing: it can.
  [[nodiscard]] std::optional<CommandTaker::NotTaken> refusal_of(const Order& order) const;
  /// What refusal_of() doesn't refuse. Its id.
  std::uint64_t start(Order order, core::MonoTime now);

  /// When a request of some command wants to go out; kNever: none does.
  [[nodiscard]] core::MonoTime next_due() const;
  struct Asked {
    core::SnmpRequest request;
    std::string name;  ///< of the command
    core::Command::Kind kind = core::Command::Kind::read;
  };
  [[nodiscard]] std::optional<Asked> take_next(core::MonoTime now);
  /// The answer to what was taken last. What it has brought, and the packets that want to be read at once,
  /// now that it is done.
  struct Wanted {
    std::vector<std::string> packets;
    std::vector<core::Sample> samples{};
    core::milliseconds max_age{0};  ///< of the samples
  };
  [[nodiscard]] Wanted on_answer(const transport::SnmpAnswer& answer);
  /// What was taken last is on its way.
  void on_sent();
  /// What was taken last may not go out.
  void on_refused(const std::string& reason, core::MonoTime now);
  /// The way to the agent is gone: whoever still has to read or set has failed.
  void on_down(const std::string& detail, core::MonoTime now);
  /// When the first of those has taken too long; kNever: there is none.
  [[nodiscard]] core::MonoTime next_deadline() const;
  /// They have failed.
  void end_overdue(core::MonoTime now);
  /// The gateway leaves: all of them have failed.
  void stop(core::MonoTime now);

  /// As CommandTaker has it.
  [[nodiscard]] std::vector<CommandState> take_ended();
  /// Running ones and the last that ended.
  [[nodiscard]] std::optional<CommandState> state_of(std::uint64_t id) const;

 private:
  struct Task;
  class Book;
  void end(Task& task, core::Outcome outcome, std::string reason, core::MonoTime now);
  void on_read(Task& task, const transport::SnmpAnswer& answer);
  void on_before(Task& task, const transport::SnmpAnswer& answer);
  void on_set_answer(Task& task, const transport::SnmpAnswer& answer);
  void on_read_back(Task& task, const transport::SnmpAnswer& answer);
  void on_until_answer(Task& task, const transport::SnmpAnswer& answer);
  void next_step(Task& task, core::MonoTime now);

  const SnmpBusPlan& plan_;
  const SnmpUnit& unit_;
  core::milliseconds life_;
  std::unique_ptr<Book> book_;
  Wanted wanted_;  ///< of the answer that is being looked at
};

}  // namespace bmsgw::driver
