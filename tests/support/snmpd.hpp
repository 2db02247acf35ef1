#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "child_process.hpp"
#include "temp_dir.hpp"

namespace bmsgw::test {

struct SnmpdUser {
  std::string name;
  std::string auth;  ///< as snmpd.conf has it: MD5, SHA, SHA-512 ...; empty: neither auth nor priv
  std::string auth_password;
  std::string priv;  ///< DES, AES, AES-256 ...; empty: no priv
  std::string priv_password;
};

struct SnmpdOptions {
  std::string engine_id = "80001f8803aabbccddeeff";  ///< hexadecimal
  std::vector<SnmpdUser> users;
  std::vector<std::string> more;  ///< lines of snmpd.conf
};

/// Debian's snmpd on a free port of 127.0.0.1, in a folder of its own; v1 and v2c by the communities "public"
/// (reads) and "private" (writes, too). Whatever cannot be done throws.
class Snmpd {
 public:
  explicit Snmpd(SnmpdOptions options = {});  ///< returns when it answers

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string log() const { return process_ ? process_->err() : std::string{}; }
  /// Ends it, and waits for that.
  void stop() { process_.reset(); }
  /// Again, on the same port, after stop(). It has forgotten everything, its boots included.
  void start(SnmpdOptions options);
  void pause() { process_->signal(19); }  ///< SIGSTOP: datagrams are taken, nobody answers

 private:
  std::uint16_t port_;
  std::unique_ptr<TempDir> dir_;
  std::unique_ptr<ChildProcess> process_;
};

/// A port of 127.0.0.1 that no UDP socket has.
[[nodiscard]] std::uint16_t free_udp_port();
/// Runs Debian's snmptrap, or another of its tools, and waits for its end; throws when it says no.
void run_snmp_tool(const std::string& tool, const std::vector<std::string>& arguments);

}  // namespace bmsgw::test
