#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/app/firmware_book.hpp"
#include "bmsgw/app/guards.hpp"
#include "bmsgw/app/method_routes.hpp"
#include "bmsgw/driver/bus_session.hpp"
#include "bmsgw/driver/command_taker.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/rpc/method_host.hpp"

namespace bmsgw::app {

/// What methods may do to the program and its machine. Thread: loop.
struct HostActions {
  /// Empty: as configured.
  std::function<void(const std::string& level)> set_log_level{};
  std::function<void()> restart{};
  /// Why not, if so.
  std::function<std::optional<std::string>()> reboot{};
  std::string settings_text{"{}"};  ///< JSON, without secrets
  std::string params_text{"{}"};
  std::string state_dir{};  ///< empty: nothing is kept, and there is no firmware
};

/// Between the desk and the buses: finds the device, passes the gate and the guards, hands over, and collects
/// the replies. Thread: loop.
class CommandPort final : public rpc::MethodHost, public driver::ReplySink, public core::Timed {
 public:
  /// A command that has waited for its bus for so long isn't sent any more.
  static constexpr core::milliseconds kExpiry{10'000};

  /// All of these outlive it.
  CommandPort(const route::WriteGate& gate, const Guards& guards, const MethodPlan& methods,
              HostActions actions);

  /// A bus that takes commands under these names; `taker`: of a map's, else nullptr.
  void add_bus(core::BusId bus, rpc::Family family, const std::vector<std::string>& devices,
               driver::BusSession& session, driver::CommandTaker* taker);
  /// The firmware upgrades of the buses, over restarts.
  [[nodiscard]] FirmwareBook& firmware_book() { return firmware_book_; }
  [[nodiscard]] const FirmwareBook& firmware_book() const { return firmware_book_; }
  /// The replies that have come since the last call.
  [[nodiscard]] std::vector<core::Reply> take_replies();

  void on_reply(core::Reply reply) override { replies_.push_back(std::move(reply)); }

  [[nodiscard]] std::vector<rpc::Device> devices() const override { return devices_; }
  [[nodiscard]] rpc::Verdict judge(const rpc::Ask& ask, core::Stamp now) const override;
  [[nodiscard]] std::optional<rpc::Refusal> submit(std::uint64_t id, const rpc::Ask& ask,
                                                   core::Stamp now) override;
  [[nodiscard]] const std::vector<core::G1Parameter>& g1_parameters() const override;
  [[nodiscard]] std::variant<rpc::RouteWrite, rpc::Refusal> route_value(const std::string& method,
                                                                        double value, bool keep) override {
    return routes_.make(method, value, keep);
  }
  [[nodiscard]] std::variant<std::shared_ptr<const core::FirmwareImage>, rpc::Refusal> firmware(
      const std::string& file) const override {
    return read_firmware(actions_.state_dir, file);
  }
  [[nodiscard]] std::optional<core::FirmwareProgress> firmware_progress(
      const std::string& bus) const override {
    return firmware_book_.progress(bus);
  }
  void set_log_level(const std::string& level, core::milliseconds duration, core::Stamp now) override;
  void restart(core::Stamp now) override;
  [[nodiscard]] std::optional<std::string> reboot(core::Stamp now) override;
  [[nodiscard]] std::string settings_text() const override { return actions_.settings_text; }
  [[nodiscard]] std::string params_text() const override { return actions_.params_text; }

  [[nodiscard]] core::MonoTime next_wake() const override { return log_level_until_; }
  void on_time(core::Stamp now) override;

 private:
  struct Bus {
    core::BusId id{};
    std::vector<std::string> devices;
    driver::BusSession* session = nullptr;
    driver::CommandTaker* taker = nullptr;
  };
  /// What a taker carries out for a call.
  struct Pending {
    driver::CommandTaker* taker = nullptr;
    std::uint64_t theirs = 0;
    std::uint64_t ours = 0;
  };
  [[nodiscard]] const Bus* bus_of(const std::string& device) const;
  [[nodiscard]] rpc::Verdict judge_guards(const Bus& bus, const std::vector<std::string>& names) const;
  [[nodiscard]] static core::Command command_of(const rpc::Ask& ask, const Bus& bus);
  void collect_ended(driver::CommandTaker& taker);

  const route::WriteGate& gate_;
  const Guards& guards_;
  MethodRoutes routes_;
  HostActions actions_;
  FirmwareBook firmware_book_;
  std::vector<rpc::Device> devices_;
  std::vector<Bus> buses_;
  std::vector<Pending> pending_;
  std::vector<core::Reply> replies_;
  core::MonoTime log_level_until_ = core::kNever;
};

}  // namespace bmsgw::app
