#include <cstdio>
#include <exception>

#include "bmsgw/app/command_line.hpp"

int main(int argc, char** argv) {
  try {
    return bmsgw::app::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bms-gateway: %s\n", error.what());
    return 1;
  }
}
