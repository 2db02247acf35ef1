#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/simulator/snmp/device.hpp"

namespace bmsgw::snmp_agent {

/// Stands between Net-SNMP and the socket, so that messages can be lost, late or damaged after Net-SNMP has
/// signed them. Net-SNMP has no room for a pointer of ours in a transport: a process has one outlet. It goes
/// before the session of its transport. Thread: the one of Net-SNMP.
class Outlet {
 public:
  using Elapsed = std::chrono::microseconds;
  /// What happens to the next message.
  using TreatmentOf = std::function<simulator::snmp::Treatment()>;
  using Clock = std::function<Elapsed()>;

  Outlet(netsnmp_transport& transport, TreatmentOf treatment_of, Clock clock);
  ~Outlet();
  Outlet(const Outlet&) = delete;
  Outlet& operator=(const Outlet&) = delete;

  /// Sends what is due.
  void on_time(Elapsed now);
  [[nodiscard]] std::optional<Elapsed> due() const;

 private:
  using Bytes = std::vector<std::uint8_t>;
  struct Late {
    Elapsed due;
    Bytes message;
    Bytes address;  ///< whatever Net-SNMP has for it
  };

  static int on_send(netsnmp_transport* transport, const void* message, int size, void** address,
                     int* address_size);
  int take(const Bytes& message, Bytes address);
  void send(Bytes& message, Bytes& address);

  netsnmp_transport& transport_;
  TreatmentOf treatment_of_;
  Clock clock_;
  int (*send_)(netsnmp_transport*, const void*, int, void**, int*);
  std::deque<Late> late_;
};

}  // namespace bmsgw::snmp_agent
