#include "simulator/simulator_cli.hpp"

#include <string_view>

#include <CLI/CLI.hpp>

#include "simulator/can_cli.hpp"
#include "simulator/firmware_cli.hpp"
#include "simulator/g1_cli.hpp"
#include "simulator/modbus/cli.hpp"

namespace bmsgw::simulator {
namespace {

constexpr int kUsageError = 2;

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
  if (argc > 1 && argv[1] == std::string_view("snmp")) return SnmpCall{};
  CLI::App app("Simulated battery management devices, for demonstrations and tests", "bms-simulator");
  app.require_subcommand(1);
  auto* g1 = app.add_subcommand("g1", "An EMUS G1 control unit on a pseudo terminal");
  auto* can = app.add_subcommand("can", "An EMUS G1 control unit on a CAN interface");
  auto* modbus_app = app.add_subcommand("modbus", "Devices on a Modbus line or endpoint, by a profile");
  auto* firmware = app.add_subcommand("g1-firmware", "A firmware file for the control unit of g1");
  app.add_subcommand("snmp", "A CyberPower battery manager as an SNMP agent (bms-snmp-agent)");
  G1Arguments g1_arguments;
  CanArguments can_arguments;
  modbus::Arguments modbus_arguments;
  FirmwareFile firmware_file;
  add_g1_options(*g1, g1_arguments);
  add_firmware_options(*firmware, firmware_file);
  add_can_options(*can, can_arguments);
  modbus::add_options(*modbus_app, modbus_arguments);
  try {
    app.parse(argc, argv);
    if (can->parsed()) return completed(*can, can_arguments);
    if (modbus_app->parsed()) return modbus::completed(*modbus_app, modbus_arguments);
    if (firmware->parsed()) return firmware_file;
    return completed(*g1, g1_arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
}

}  // namespace bmsgw::simulator
