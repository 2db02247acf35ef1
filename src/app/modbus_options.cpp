#include "modbus_options.hpp"

namespace bmsgw::app {

transport::ModbusOptions modbus_options(const config::ModbusBus& bus) {
  transport::ModbusOptions options;
  options.host = bus.host;
  options.port = bus.port;
  options.device = bus.device;
  options.speed = bus.speed;
  options.parity = bus.parity;
  options.stop_bits = bus.stop_bits;
  options.rs485 = bus.rs485;
  options.local_echo = bus.local_echo;
  options.response_timeout = core::milliseconds(bus.response_timeout_ms);
  options.request_gap = core::milliseconds(bus.request_gap_ms);
  options.idle_close = core::milliseconds(1000 * static_cast<std::int64_t>(bus.idle_close_s));
  return options;
}

}  // namespace bmsgw::app
