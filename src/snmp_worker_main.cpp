#include <cstdio>
#include <exception>
#include <span>

#include "snmp_worker/program.hpp"

int main(int argc, char** argv) {
  try {
    return bmsgw::snmp_worker::run_program(std::span<char* const>(argv, static_cast<std::size_t>(argc)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bms-snmp-worker: %s\n", error.what());
    return 1;
  }
}
