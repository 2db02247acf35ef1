#include <cstdio>
#include <exception>
#include <variant>

#include "simulator/can_log.hpp"
#include "simulator/can_loop.hpp"
#include "simulator/modbus/loop.hpp"
#include "simulator/simulator_cli.hpp"
#include "simulator/simulator_loop.hpp"
#include "simulator/snmp/agent_program.hpp"

namespace {

namespace simulator = bmsgw::simulator;

template <typename Loop>
int run(Loop& loop) {
  loop.run();
  std::puts(loop.summary().c_str());
  return 0;
}

struct Runner {
  char** argv;
  int operator()(int status) const { return status; }
  int operator()(const simulator::G1Options& options) const {
    simulator::SimulatorLoop loop(options);
    return run(loop);
  }

  int operator()(const simulator::CanOptions& options) const {
    if (options.interface.empty()) {
      std::printf("%llu frames written\n",
                  static_cast<unsigned long long>(simulator::record_can_log(options)));
      return 0;
    }
    simulator::CanLoop loop(options);
    return run(loop);
  }

  int operator()(const simulator::FirmwareFile& file) const { return simulator::write_firmware(file), 0; }
  int operator()(const simulator::SnmpCall&) const { return simulator::snmp::become_agent(argv); }

  int operator()(const simulator::modbus::Options& options) const {
    simulator::modbus::Loop loop(options);
    return run(loop);
  }
};

}  // namespace

int main(int argc, char** argv) {
  try {
    return std::visit(Runner{argv}, simulator::parse_command_line(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bms-simulator: %s\n", error.what());
    return 1;
  }
}
