#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/command.hpp"
#include "bmsgw/core/snmp_map.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/command_state.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/transport/snmp_link.hpp"

namespace bmsgw::driver {

/// What a command sets, with the caller's argument; the reason when a value is no INTEGER.
[[nodiscard]] std::variant<core::SnmpRequest, std::string> make_set(const core::SnmpCommandSpec& spec,
                                                                    std::optional<double> argument);
/// What has to be let out for the command; nothing when one of its constants is no INTEGER.
[[nodiscard]] std::optional<route::SnmpPermit> permit_of(const core::SnmpCommandSpec& spec);

/// The commands of an agent that are under way: a set, reading back, waiting until the device is done. Each
/// ends, as done or as failed; nothing is set twice. Pure. Thread: loop.
class SnmpCommands {
 public:
  static constexpr std::size_t kMostRunning = 8;
  static constexpr std::size_t kMostKept = 32;  ///< of the ended ones the last

  explicit SnmpCommands(std::string device);
  ~SnmpCommands();

  /// Takes a command; the reason when it can't be: it is under way already, there are too many, or a value
  /// is no INTEGER.
  [[nodiscard]] std::variant<std::uint64_t, std::string> start(core::SnmpCommandSpec spec,
                                                               std::optional<double> argument,
                                                               core::MonoTime now);

  /// When a request of some command wants to go out; kNever: none does.
  [[nodiscard]] core::MonoTime next_due() const;
  struct Asked {
    core::SnmpRequest request;
    std::string name;  ///< of the command
    core::Command::Kind kind = core::Command::Kind::read;
  };
  [[nodiscard]] std::optional<Asked> take_next(core::MonoTime now);
  /// The answer to what was taken last. The packets that want to be read at once, now that it is done.
  [[nodiscard]] std::vector<std::string> on_answer(const transport::SnmpAnswer& answer);
  /// What was taken last may not go out.
  void on_refused(const std::string& reason, core::MonoTime now);
  /// The way to the agent is gone: whoever still has to set has failed.
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
  void on_set_answer(Task& task, const transport::SnmpAnswer& answer);
  void on_read_back(Task& task, const transport::SnmpAnswer& answer);
  void on_until_answer(Task& task, const transport::SnmpAnswer& answer);
  void next_step(Task& task, core::MonoTime now);

  std::string device_;
  std::unique_ptr<Book> book_;
};

}  // namespace bmsgw::driver
