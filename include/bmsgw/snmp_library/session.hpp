#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

namespace bmsgw::snmp_library {

/// A session of Net-SNMP's single session API, closed when it goes. Net-SNMP must not be called back into
/// from its own callbacks to close one. Thread: the one of Net-SNMP.
class Session {
 public:
  Session() = default;
  explicit Session(void* handle) : handle_(handle) {}
  ~Session() { close(); }
  Session(Session&& other) noexcept;
  Session& operator=(Session&& other) noexcept;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] explicit operator bool() const { return handle_ != nullptr; }
  [[nodiscard]] void* handle() const { return handle_; }
  [[nodiscard]] netsnmp_session* get() const;
  [[nodiscard]] int fd() const;

  /// Takes one datagram, and calls back. False: it was none to be understood.
  bool read();
  /// Sends again what has waited long enough, or gives it up and calls back.
  void on_time();
  /// How long until on_time() has something to do; nothing: no request is under way.
  [[nodiscard]] std::optional<std::chrono::microseconds> due() const;
  void close();

 private:
  void* handle_ = nullptr;
};

/// Sees each message that has come, with what parsing it gave (SNMPERR_...); 0 drops it.
using AfterParse = int (*)(netsnmp_session* session, netsnmp_pdu* pdu, int result);

/// A client's session over a connected socket: only its peer's datagrams arrive, and ICMP's errors are seen.
/// `setup`: as for snmp_sess_open. Nothing: the transport can't be opened, errno says why.
[[nodiscard]] Session connect_session(netsnmp_session& setup, const std::string& transport_name,
                                      AfterParse after_parse = nullptr);

}  // namespace bmsgw::snmp_library
