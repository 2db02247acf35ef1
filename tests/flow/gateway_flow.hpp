#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bmsgw/app/gateway.hpp"
#include "bmsgw/outbox/memory_outbox.hpp"

#include "support/fake_can_link.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_link.hpp"
#include "support/fake_modbus_link.hpp"
#include "support/fake_mqtt.hpp"
#include "support/fake_snmp_agent.hpp"

namespace bmsgw::test {

/// The whole gateway on fake links, a fake server and a clock of its own. Runs a script and writes down
/// everything that goes out. Lines of a script, `@milliseconds` first:
///   @0 open serial0                       the port is there
///   @0 down serial0 no_such_device        ... or gone
///   @0 << serial0 BV1,0050,4A,94,80,335B,,*   bytes from the unit, `*` stands for the right CRC
///   @0 open can0 | down can0 network_down | bus_off can0
///   @0 << can0 19B50001#4A9480            a frame from the bus
///   @0 open modbus0 | down modbus0 connection_refused
///   @0 << modbus0 0D05 0D06 | timeout | exception 2     the answer to what was asked last
///   @0 open snmp0 | down snmp0 a reason       the agent's own objects answer what is asked
///   @0 set snmp0 1.3.6.1.2.1.1.3.0 500 | "text" | absent    one of them changes
///   @0 mute snmp0 | unmute snmp0
///   @0 trap snmp0 1.3.6.1.4.1.3808.0.603 1.3.6.1.4.1.3808.2.2.6.0=101 ...
///   @0 call {"method":"modbus.command",...}      at the control socket
///   @0 accept | refuse credentials | refuse network | lose       the server's side
///   @0 ack off | ack on                   whether it acknowledges
///   @0 rpc 7 {"method":"getStatus"}
///   @0 shared {"limit":5}                 shared attributes have changed
///   @0 shared_answer 1 {"shared":{...}}   ... or are told in session 1
///   @0 stop | end
class GatewayFlow {
 public:
  GatewayFlow(const std::string& settings, const std::string& params);

  /// The script with what the gateway did in between.
  std::string run(const std::string& script);

 private:
  void step(const std::string& line);
  void act(const std::string& action);
  void act_on_serial(const std::string& verb, std::size_t number, const std::string& rest);
  void act_on_can(const std::string& verb, std::size_t number, const std::string& rest);
  void act_on_modbus(const std::string& verb, std::size_t number, const std::string& rest);
  void act_on_snmp(const std::string& verb, std::size_t number, const std::string& rest);
  void trap(std::size_t number, const std::string& rest);
  [[nodiscard]] core::SnmpValue value_of(const std::string& text);
  void answer_snmp(std::size_t number);
  void act_on_server(const std::string& verb, const std::string& rest);
  void pass_until(core::milliseconds time);
  void settle();
  void note_output();
  void note(const std::string& line);

  FakeClock clock_;
  FakeMqtt mqtt_;
  outbox::MemoryOutbox outbox_;
  core::PointRegistry registry_;
  std::vector<FakeLink*> links_;         ///< in the order of the buses
  std::vector<FakeCanLink*> can_links_;  ///< those with an interface
  std::vector<FakeModbusLink*> modbus_links_;
  std::vector<int> modbus_told_;  ///< requests that were noted, by link
  std::vector<FakeSnmpLink*> snmp_links_;
  std::map<std::size_t, FakeSnmpAgent> agents_;  ///< by number of the SNMP bus
  std::set<std::size_t> mute_;
  std::deque<std::string> texts_;  ///< that the agents' values show
  std::unique_ptr<app::Gateway> gateway_;
  bool acknowledging_ = true;
  std::uint64_t calls_ = 0;  ///< at the control socket
  std::string transcript_;
};

}  // namespace bmsgw::test
