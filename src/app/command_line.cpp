#include "bmsgw/app/command_line.hpp"

#include <cstdlib>
#include <iostream>

#include <CLI/CLI.hpp>

#include "bmsgw/app/version.hpp"

#include "commands.hpp"
#include "decode_command.hpp"
#include "import_dbc_command.hpp"
#include "modbus_command_line.hpp"
#include "snmp_command_line.hpp"

namespace bmsgw::app {
namespace {

constexpr const char* kDefaultConfigDir = "/etc/bms-gateway";
constexpr const char* kDefaultControlSocket = "/run/bms-gateway/control.sock";

/// systemd's StateDirectory=, else the usual place.
std::string default_state_dir() {
  const char* const given = std::getenv("STATE_DIRECTORY");
  return given != nullptr && *given != '\0' ? given : "/var/lib/bms-gateway";
}

struct Choices {
  RunOptions run{kDefaultConfigDir, default_state_dir(), kDefaultControlSocket};
  bool json = false;
  bool no_wait = false;
  double seconds = 0;
  std::string protocol;
  std::string frame;
  std::string log;
  std::string bus;
  std::string file;
  std::string method;
  std::string params;
};

void add_config_dir(CLI::App& command, Choices& choices) {
  command
      .add_option("--config-dir", choices.run.config_dir, "folder of settings.json and params_config.json")
      ->capture_default_str();
}

void add_control_socket(CLI::App& command, Choices& choices) {
  command.add_option("--control-socket", choices.run.control_socket, "where the running daemon answers")
      ->capture_default_str();
}

int decode(const Choices& choices) {
  const auto loaded = config::load(places_of(choices.run.config_dir));
  if (!loaded.config) {
    print_problems(loaded.problems);
    return kExitConfig;
  }
  const auto& config = *loaded.config;
  if (choices.protocol == "g1") return decode_g1(config, choices.frame, choices.json, std::cout, std::cerr);
  if (choices.protocol == "modbus") {
    return decode_modbus(config, choices.frame, choices.bus, choices.json, std::cout, std::cerr);
  }
  if (choices.log.empty()) return decode_can(config, choices.frame, choices.json, std::cout, std::cerr);
  return decode_can_log(config, choices.log, choices.json, std::cout, std::cerr);
}

/// One frame, or of CAN a log.
void require_one_input(const Choices& choices) {
  const bool has_log = !choices.log.empty();
  if (has_log && choices.protocol != "can") throw CLI::ValidationError("--log", "is for CAN");
  if (has_log == choices.frame.empty()) return;
  throw CLI::ValidationError("decode",
                             has_log ? "takes a frame or --log, not both" : "needs a frame to explain");
}

void add_run(CLI::App& app, Choices& choices, int& status) {
  auto* const run = app.add_subcommand("run", "run the gateway in the foreground");
  add_config_dir(*run, choices);
  add_control_socket(*run, choices);
  run->add_option("--state-dir", choices.run.state_dir, "folder for what must outlive a restart")
      ->capture_default_str();
  run->callback([&choices, &status] { status = run_daemon(choices.run); });
}

void add_check(CLI::App& app, Choices& choices, int& status) {
  auto* const check = app.add_subcommand("check", "judge the configuration; opens no device");
  add_config_dir(*check, choices);
  check->callback([&choices, &status] { status = run_check(choices.run.config_dir); });
}

void add_decode(CLI::App& app, Choices& choices, int& status) {
  auto* const command =
      app.add_subcommand("decode", "explain a raw sentence, frame or registers by the configuration");
  command->add_option("protocol", choices.protocol, "g1, can or modbus")
      ->required()
      ->check(CLI::IsMember({"g1", "can", "modbus"}));
  command->add_option(
      "frame", choices.frame,
      "'BV1,0050,4A,94,80,335B,,D3', or '19B50001#4A9480335B0000', or '3@100 0D05 0D06' as read "
      "prints it (- for standard input)");
  command->add_option("--bus", choices.bus, "modbus: the device whose map explains it, as in modbus0u1");
  command->add_option("--log", choices.log,
                      "can: a log of candump -L (- for standard input) instead of one frame");
  command->add_flag("--json", choices.json,
                    "one JSON object; of a log the messages to the server, one a line");
  add_config_dir(*command, choices);
  command->callback([&choices, &status] {
    require_one_input(choices);
    status = decode(choices);
  });
}

void add_status(CLI::App& app, Choices& choices, int& status) {
  auto* const command = app.add_subcommand("status", "what the running gateway is doing");
  command->add_flag("--json", choices.json, "one JSON object");
  add_control_socket(*command, choices);
  command->callback([&choices, &status] { status = run_status(choices.run.control_socket, choices.json); });
}

void add_watch(CLI::App& app, Choices& choices, int& status) {
  auto* const command = app.add_subcommand("watch", "a live table of all values");
  command->add_option("--seconds", choices.seconds, "end after so long (0: at Ctrl-C)")
      ->check(CLI::Range(0.0, 1e9));
  add_control_socket(*command, choices);
  command->callback([&choices, &status] { status = run_watch(choices.run.control_socket, choices.seconds); });
}

void add_call(CLI::App& app, Choices& choices, int& status) {
  auto* const command = app.add_subcommand("call", "call a method of the running gateway");
  command
      ->add_option("method", choices.method,
                   "its name, as listMethods and docs/commands.md have it: getStatus, g1.getParameter, ...")
      ->required();
  command->add_option("params", choices.params, "its parameters, as JSON");
  command->add_flag("--no-wait", choices.no_wait, "don't wait for the end of a command of a device");
  add_control_socket(*command, choices);
  command->callback([&choices, &status] {
    status = run_call(choices.run.control_socket, choices.method, choices.params, !choices.no_wait);
  });
}

void add_probe(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("probe", "who answers; nothing is written");
  command->require_subcommand(1);
  add_modbus_probe(*command, status);
  add_snmp_probe(*command, kDefaultConfigDir, status);
}

void add_import_dbc(CLI::App& app, Choices& choices, int& status) {
  auto* const command =
      app.add_subcommand("import-dbc", "print the packets of a DBC file for params_config.json");
  command->add_option("file", choices.file, "the DBC file")->required();
  command->callback([&choices, &status] { status = import_dbc(choices.file, std::cout, std::cerr); });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app{"bms-gateway: battery management systems to an MQTT server"};
  app.require_subcommand(1);
  Choices choices;
  int status = kExitOk;
  add_run(app, choices, status);
  add_check(app, choices, status);
  add_decode(app, choices, status);
  add_import_dbc(app, choices, status);
  add_probe(app, status);
  add_modbus_read(app, status);
  add_status(app, choices, status);
  add_watch(app, choices, status);
  add_call(app, choices, status);
  app.add_subcommand("version", "print the version")->callback([] {
    std::cout << "bms-gateway " << kVersion << "\n";
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  return status;
}

}  // namespace bmsgw::app
