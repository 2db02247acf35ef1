#include <cstdio>
#include <exception>
#include <variant>

#include "simulator/simulator_cli.hpp"
#include "simulator/simulator_loop.hpp"

int main(int argc, char** argv) {
  try {
    const auto parsed = bmsgw::simulator::parse_command_line(argc, argv);
    if (const auto* status = std::get_if<int>(&parsed)) return *status;
    bmsgw::simulator::SimulatorLoop loop(std::get<bmsgw::simulator::G1Options>(parsed));
    loop.run();
    std::puts(loop.summary().c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bms-simulator: %s\n", error.what());
    return 1;
  }
}
