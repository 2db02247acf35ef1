#include <cstdio>
#include <exception>
#include <variant>

#include "bmsgw/simulator/snmp/options.hpp"

#include "snmp_agent/program.hpp"

int main(int argc, char** argv) {
  try {
    const auto parsed = bmsgw::simulator::snmp::parse_command_line(argc, argv);
    if (const auto* status = std::get_if<int>(&parsed)) return *status;
    bmsgw::snmp_agent::Program program(std::get<bmsgw::simulator::snmp::Options>(parsed));
    program.run();
    std::puts(program.summary().c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bms-simulator snmp: %s\n", error.what());
    return 1;
  }
}
