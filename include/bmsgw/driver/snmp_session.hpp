#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/driver/bus_condition.hpp"
#include "bmsgw/driver/bus_session.hpp"
#include "bmsgw/driver/command_taker.hpp"
#include "bmsgw/driver/snmp_alarms.hpp"
#include "bmsgw/driver/snmp_commands.hpp"
#include "bmsgw/driver/snmp_plan.hpp"
#include "bmsgw/driver/snmp_unit.hpp"
#include "bmsgw/transport/snmp_link.hpp"

namespace bmsgw::driver {

/// One SNMP agent: one request at a time, commands before polls and in turn with them; what its traps tell
/// goes out at once, and is looked after by a poll. All it does follows from what it is told. Thread: loop.
class SnmpSession final : public BusSession, public CommandTaker, public transport::SnmpLinkEvents {
 public:
  /// A way to the agent that is back within this time doesn't make it offline.
  static constexpr core::milliseconds kGrace{5000};
  /// When it answers nothing for so long, its address and engine id are found out anew; then each
  /// kReopenAgain.
  static constexpr core::milliseconds kReopen{10'000};
  static constexpr core::milliseconds kReopenAgain{60'000};
  /// The link doesn't take a request just now.
  static constexpr core::milliseconds kBlocked{100};
  /// What a trap was about is read so long after it, and not more often: devices need a moment themselves.
  static constexpr core::milliseconds kAfterTrap{500};
  static constexpr core::milliseconds kBetweenTrapReads{2000};

  /// All of these outlive the session.
  SnmpSession(const SnmpBusPlan& plan, transport::SnmpLink& link, const route::WriteGate& gate,
              BusSink& sink);

  void start(core::Stamp now) override;
  void close() override;
  void stop(core::Stamp now) override;
  /// What is asked of an agent goes by its map, through request(): refused and counted as unanswered.
  void submit(const route::PermittedCommand& command, core::Stamp now) override;
  [[nodiscard]] BusStatus status() const override;

  void on_opened(core::Stamp now) override;
  void on_answer(const transport::SnmpAnswer& answer, core::Stamp now) override;
  void on_trap(const core::SnmpTrap& trap, core::Stamp now) override;
  void on_down(const std::string& detail, core::Stamp now) override;

  [[nodiscard]] bool has_device(const std::string& name) const override { return name == plan_.name; }
  [[nodiscard]] std::string full_name(const std::string& device,
                                      const core::MapRequest& request) const override;
  [[nodiscard]] std::optional<NotTaken> judge(const std::string& device, const core::MapRequest& request,
                                              core::Stamp now) const override;
  [[nodiscard]] Accepted request(const std::string& device, const core::MapRequest& request,
                                 core::Stamp now) override;
  [[nodiscard]] std::vector<CommandState> take_ended() override { return commands_.take_ended(); }
  [[nodiscard]] std::optional<CommandState> command_state(std::uint64_t id) const override {
    return commands_.state_of(id);
  }

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

 private:
  using Found = std::variant<SnmpCommands::Order, std::string>;
  using Ready = std::variant<SnmpCommands::Order, NotTaken>;
  [[nodiscard]] Found find_order(const std::string& device, const core::MapRequest& request) const;
  [[nodiscard]] std::string prepare_set(SnmpCommands::Order& order) const;
  [[nodiscard]] Ready ready_order(const std::string& device, const core::MapRequest& request) const;
  void take_command_answer(const transport::SnmpAnswer& answer, core::Stamp now);
  void send_next(core::Stamp now);
  void send_command(core::Stamp now);
  void send_read(core::Stamp now);
  std::string send(core::Command command, core::Stamp now);
  void on_no_answer(core::Stamp now);
  void tell_samples(core::Stamp now);
  void settle_condition(core::Stamp now);
  void give_up(core::Stamp now);
  void reopen_if_deaf(core::Stamp now);
  void read_packets(const std::vector<std::string>& packets, core::MonoTime now);
  void read_after_trap(core::MonoTime now);

  const SnmpBusPlan& plan_;
  transport::SnmpLink& link_;
  const route::WriteGate& gate_;
  BusSink& sink_;
  BusCondition condition_;
  SnmpUnit unit_;
  SnmpCommands commands_;
  SnmpAlarms alarms_;
  std::vector<core::Sample> samples_;
  bool open_ = false;
  core::MonoTime gone_at_ = core::kNever;  ///< when a lost way has been gone for too long
  core::MonoTime reopen_at_ = core::kNever;
  core::MonoTime blocked_until_ = core::kLongAgo;
  core::MonoTime trap_read_at_ = core::kNever;
  core::MonoTime last_trap_read_ = core::kLongAgo;
  bool is_command_ = false;  ///< what is in flight, or was last
  std::string down_detail_;
  core::MonoTime deadline_ = core::kNever;  ///< of what is in flight; kNever: nothing is
  std::uint64_t last_id_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t dropped_commands_ = 0;
};

}  // namespace bmsgw::driver
