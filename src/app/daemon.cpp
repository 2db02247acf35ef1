// The composition root: real ports, a real server and one loop.
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <random>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bmsgw/app/gateway.hpp"
#include "bmsgw/app/version.hpp"
#include "bmsgw/core/log.hpp"
#include "bmsgw/northbound/mqtt_session.hpp"
#include "bmsgw/outbox/memory_outbox.hpp"
#include "bmsgw/transport/modbus_worker.hpp"
#include "bmsgw/transport/serial_link.hpp"
#include "bmsgw/transport/snmp_worker_host.hpp"
#include "bmsgw/transport/socket_can_link.hpp"

#include "commands.hpp"
#include "control_server.hpp"
#include "event_log_store.hpp"
#include "log_sink.hpp"
#include "loop_timer.hpp"
#include "machine.hpp"
#include "modbus_options.hpp"
#include "service_notifier.hpp"
#include "snmp_options.hpp"

namespace bmsgw::app {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// How long SIGTERM waits for the server to take what was captured.
constexpr core::milliseconds kDrainLimit{1200};
constexpr core::milliseconds kStatusPeriod{5000};

/// Thread: loop.
class Daemon {
 public:
  Daemon(const RunOptions& options, const config::Config& config)
      : loop_(1),
        signals_(loop_, SIGTERM, SIGINT),
        status_timer_(loop_),
        pet_timer_(loop_),
        drain_timer_(loop_),
        snmp_(loop_, snmp_worker_options(config.settings.snmp_traps, options.state_dir), clock_),
        mqtt_(loop_),
        event_logs_(options.state_dir, clock_),
        gateway_(
            config, event_logs_.restored(compile(config, registry_)), options.config_dir,
            {clock_, [this](const config::SerialBus& bus) { return make_link(bus); },
             [this](const config::CanBus& bus, const driver::CanBusPlan& plan) {
               return make_can_link(bus, plan);
             },
             [this](const config::ModbusBus& bus) { return make_modbus_link(bus); },
             [this](const config::SnmpBus& bus) { return snmp_.make_link(snmp_options(bus)); },
             trap_reporter(config.settings.snmp_traps, snmp_), mqtt_, outbox_, std::random_device{}(),
             [this](std::uint64_t id, const std::string& answer) { answer_here(id, answer); },
             host_actions(config, options.state_dir),
             [this](const std::string& bus, const std::string& state) { event_logs_.keep(bus, state); }}),
        timer_(loop_, gateway_, clock_),
        control_(loop_,
                 [this](const std::string& request, ControlServer::Reply reply) {
                   callers_.emplace(++last_caller_, std::move(reply));
                   gateway_.call_here(last_caller_, request, clock_.now());
                 }),
        control_path_(options.control_socket) {}

  int run() {
    // Reports of a lost peer come from the calls themselves.
    std::signal(SIGPIPE, SIG_IGN);
    signals_.async_wait([this](error_code error, int) {
      if (!error) stop();
    });
    if (const auto reason = control_.listen(control_path_); !reason.empty()) {
      core::log_warning(
          "control socket {}: {}; status and watch won't work (another place: --control-socket)",
          control_path_, reason);
    }
    gateway_.start();
    notifier_.ready();
    tell_status();
    pet();
    while (!ended_ && loop_.run_one() > 0) after_event();
    return restart_ ? kExitRestart : kExitOk;
  }

 private:
  std::unique_ptr<transport::ByteLink> make_link(const config::SerialBus& bus) {
    return std::make_unique<transport::SerialLink>(
        loop_, transport::SerialOptions{bus.device, bus.speed, bus.rs485}, clock_);
  }

  std::unique_ptr<transport::CanLink> make_can_link(const config::CanBus& bus,
                                                    const driver::CanBusPlan& plan) {
    transport::SocketCanOptions options{bus.interface, bus.speed, bus.manage, {}};
    for (const auto& packet : plan.packets) options.wanted.push_back({packet.id, packet.range});
    return std::make_unique<transport::SocketCanLink>(loop_, std::move(options), clock_);
  }

  std::unique_ptr<transport::ModbusLink> make_modbus_link(const config::ModbusBus& bus) {
    return std::make_unique<transport::ModbusWorker>(loop_, modbus_options(bus), clock_);
  }

  HostActions host_actions(const config::Config& config, const std::string& state_dir) {
    const auto level = config.settings.log_level;
    return {[level](const std::string& other) { set_log_level(other.empty() ? level : other); },
            [this] {
              restart_ = true;
              asio::post(loop_, [this] { stop(); });
            },
            reboot_machine,
            config.settings_text,
            config.params_text,
            state_dir};
  }

  void answer_here(std::uint64_t id, const std::string& answer) {
    const auto caller = callers_.find(id);
    if (caller == callers_.end()) return;
    const auto reply = std::move(caller->second);
    callers_.erase(caller);
    reply(answer);
  }

  void after_event() {
    gateway_.settle(clock_.now());
    timer_.rearm();
    if (draining_ && gateway_.drained()) end();
  }

  void stop() {
    if (draining_) return;
    core::log_info("stopping");
    notifier_.stopping();
    control_.close();
    gateway_.drain();
    draining_ = true;
    drain_timer_.expires_after(kDrainLimit);
    drain_timer_.async_wait([this](error_code error) {
      if (!error) end();
    });
  }

  void end() {
    mqtt_.disconnect();
    ended_ = true;
  }

  void tell_status() {
    notifier_.status(gateway_.summary(clock_.now()));
    status_timer_.expires_after(kStatusPeriod);
    status_timer_.async_wait([this](error_code error) {
      if (!error) tell_status();
    });
  }

  void pet() {
    if (!notifier_.pet_period()) return;
    if (gateway_.is_progressing(clock_.now())) notifier_.pet();
    pet_timer_.expires_after(*notifier_.pet_period());
    pet_timer_.async_wait([this](error_code error) {
      if (!error) pet();
    });
  }

  asio::io_context loop_;
  asio::signal_set signals_;
  asio::steady_timer status_timer_;
  asio::steady_timer pet_timer_;
  asio::steady_timer drain_timer_;
  core::SystemClock clock_;
  core::PointRegistry registry_;
  ServiceNotifier notifier_;
  transport::SnmpWorkerHost snmp_;
  northbound::MqttSession mqtt_;
  outbox::MemoryOutbox outbox_;
  std::map<std::uint64_t, ControlServer::Reply> callers_;  ///< of the control socket, that wait for an answer
  std::uint64_t last_caller_ = 0;
  bool restart_ = false;
  EventLogStore event_logs_;
  Gateway gateway_;
  LoopTimer timer_;
  ControlServer control_;
  std::string control_path_;
  bool draining_ = false;
  bool ended_ = false;
};

bool make_state_dir(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) core::log_error("state directory {}: {}; name another with --state-dir", path, error.message());
  return !error;
}

}  // namespace

int run_daemon(const RunOptions& options) {
  const auto loaded = config::load(places_of(options.config_dir));
  print_problems(loaded.problems);
  if (!loaded.config) return kExitConfig;
  start_logging(loaded.config->settings.log_level);
  if (!make_state_dir(options.state_dir)) return kExitFailed;
  core::log_info("bms-gateway {}, configuration {}", kVersion, options.config_dir);
  if (loaded.config->settings.mqtt.uri.empty()) core::log_warning("mqtt.uri is empty: values stay here");
  return Daemon(options, *loaded.config).run();
}

}  // namespace bmsgw::app
