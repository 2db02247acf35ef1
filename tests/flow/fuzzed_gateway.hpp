#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "bmsgw/app/gateway.hpp"
#include "bmsgw/outbox/memory_outbox.hpp"

#include "simulator/g1_unit.hpp"
#include "support/fake_can_link.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_link.hpp"
#include "support/fake_modbus_link.hpp"
#include "support/fake_mqtt.hpp"
#include "support/fake_snmp_agent.hpp"
#include "support/fake_snmp_link.hpp"

namespace bmsgw::test {

/// What may be written to the buses.
struct Safety {
  std::string serial;  ///< keys of the bus: `, "access": ...`
  std::string can;
  std::string modbus;
  std::string snmp;
};

/// The whole gateway with a bus of each family, where every device answers, and a server that asks. Whatever
/// is sent to a device and is no request to read is kept.
class FuzzedGateway {
 public:
  explicit FuzzedGateway(const Safety& safety);

  /// A request of the server; time goes on. The answer, if it has come.
  std::string call(std::uint64_t id, const std::string& payload);
  void pass(core::milliseconds time);
  /// Calls that would write, were it allowed.
  [[nodiscard]] static std::vector<nlohmann::json> examples();

  /// By RPC id.
  [[nodiscard]] const std::map<std::uint64_t, std::vector<std::string>>& answers() const { return answers_; }
  /// "serial CF2,0102,03E8", "can 18FF0001#...", "modbus 6@1 ...", "snmp 1.3.6...".
  [[nodiscard]] const std::vector<std::string>& writes() const { return writes_; }
  /// Requests to read, of all buses.
  [[nodiscard]] std::size_t reads() const { return reads_; }
  [[nodiscard]] simulator::G1Unit& unit() { return unit_; }

 private:
  app::GatewayParts parts();
  void step();
  void hear_serial();
  void hear_can();
  void hear_modbus();
  void hear_snmp();
  void hear_server();
  void note(bool is_read, const std::string& what);

  config::Config config_;
  FakeClock clock_;
  FakeMqtt mqtt_;
  outbox::MemoryOutbox outbox_;
  core::PointRegistry registry_;
  FakeLink* serial_ = nullptr;
  FakeCanLink* can_ = nullptr;
  FakeModbusLink* modbus_ = nullptr;
  FakeSnmpLink* snmp_ = nullptr;
  simulator::G1Unit unit_;
  FakeSnmpAgent agent_;
  std::unique_ptr<app::Gateway> gateway_;
  std::map<std::uint64_t, std::vector<std::string>> answers_;
  std::vector<std::string> writes_;
  std::size_t reads_ = 0;
};

}  // namespace bmsgw::test
