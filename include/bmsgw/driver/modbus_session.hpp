#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/driver/bus_condition.hpp"
#include "bmsgw/driver/bus_session.hpp"
#include "bmsgw/driver/command_taker.hpp"
#include "bmsgw/driver/load_meter.hpp"
#include "bmsgw/driver/modbus_commands.hpp"
#include "bmsgw/driver/modbus_plan.hpp"
#include "bmsgw/driver/modbus_unit.hpp"
#include "bmsgw/transport/modbus_link.hpp"

namespace bmsgw::driver {

/// The devices on one Modbus line or endpoint: one request at a time, commands before polls, whoever is due
/// first. All it does follows from what it is told. Thread: loop.
class ModbusSession final : public BusSession, public CommandTaker, public transport::ModbusLinkEvents {
 public:
  /// A lost connection that is back within this time makes no unit offline.
  static constexpr core::milliseconds kGrace{3000};
  /// When no unit answers for so long, the line is opened anew; then each kReopenAgain.
  static constexpr core::milliseconds kReopen{10'000};
  static constexpr core::milliseconds kReopenAgain{60'000};
  /// The link doesn't take a request just now.
  static constexpr core::milliseconds kBlocked{100};

  /// All of these outlive the session.
  ModbusSession(const ModbusBusPlan& plan, transport::ModbusLink& link, const route::WriteGate& gate,
                BusSink& sink);

  void start(core::Stamp now) override;
  void close() override;
  void stop(core::Stamp now) override;
  /// Only raw reads that somebody waits for: what is written goes by the map, through request(). The others
  /// are dropped and counted as unanswered.
  void submit(const route::PermittedCommand& command, core::Stamp now) override;
  [[nodiscard]] BusStatus status() const override;

  void on_opened(core::Stamp now) override;
  void on_answer(const transport::ModbusAnswer& answer, core::Stamp now) override;
  void on_down(std::error_code error, const std::string& detail, core::Stamp now) override;

  [[nodiscard]] bool has_device(const std::string& name) const override { return find_unit(name) != nullptr; }
  [[nodiscard]] std::optional<std::uint8_t> unit_of(const std::string& device) const override;
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
  [[nodiscard]] const ModbusBusPlan& plan() const { return plan_; }

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

 private:
  static constexpr std::size_t kCommand = 0xFFFFFFFFU;

  [[nodiscard]] const ModbusUnitPlan* find_unit(const std::string& name) const;
  using Found = std::variant<ModbusCommands::Order, std::string>;
  [[nodiscard]] Found find_order(const std::string& device, const core::MapRequest& request) const;
  [[nodiscard]] std::optional<NotTaken> refusal_of(const ModbusCommands::Order& order, core::Stamp now) const;
  [[nodiscard]] std::string gate_refusal_of(const ModbusCommands::Order& order, core::Stamp now) const;
  [[nodiscard]] std::string raw_refusal_of(const core::Command& command) const;
  [[nodiscard]] NotTaken not_open() const;
  void tell_replies();
  void send_next(core::Stamp now);
  void send_command(core::Stamp now);
  void send_read(std::size_t unit, core::Stamp now);
  std::string send(core::Command command, core::Stamp now);
  [[nodiscard]] std::optional<std::size_t> first_due() const;
  void take_command_answer(const transport::ModbusAnswer& answer);
  void take_unit_answer(std::size_t unit, const transport::ModbusAnswer& answer);
  void tell_online(std::size_t unit, core::Stamp now);
  void settle_condition(core::Stamp now);
  void give_up(core::Stamp now);
  void reopen_if_deaf(core::Stamp now);
  [[nodiscard]] std::size_t online_units() const;
  [[nodiscard]] std::string units_detail() const;

  const ModbusBusPlan& plan_;
  transport::ModbusLink& link_;
  const route::WriteGate& gate_;
  BusSink& sink_;
  BusCondition condition_;
  std::vector<ModbusUnit> units_;
  std::vector<bool> told_online_;
  ModbusCommands commands_;
  LoadMeter load_;
  std::vector<core::Sample> samples_;
  bool open_ = false;
  bool reopening_ = false;                 ///< by our own wish
  core::MonoTime gone_at_ = core::kNever;  ///< when a lost line has been gone for too long
  core::MonoTime reopen_at_ = core::kNever;
  core::MonoTime blocked_until_ = core::kLongAgo;  ///< the link didn't take a request
  std::size_t in_flight_ = 0;                      ///< unit, or kCommand
  core::MonoTime deadline_ = core::kNever;         ///< of what is in flight; kNever: nothing is
  std::uint64_t last_id_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t dropped_commands_ = 0;
};

}  // namespace bmsgw::driver
