#include <cstdio>

int main() {
  std::fputs("bms-snmp-worker is started by bms-gateway\n", stderr);
  return 64;
}
