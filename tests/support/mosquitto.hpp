#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "temp_dir.hpp"

namespace bmsgw::test {

struct MosquittoTls {
  std::string certificate;
  std::string key;
  std::string ca;  ///< of the clients' certificates; needed with require_certificate
  bool require_certificate = false;
};

struct MosquittoOptions {
  std::map<std::string, std::string> users;  ///< name -> password; empty: anyone may connect
  std::optional<MosquittoTls> tls;
  std::vector<std::string> more;  ///< lines of mosquitto.conf
};

/// A real broker on a free port of 127.0.0.1, in a folder of its own. It dies with the thread that started
/// it. Whatever cannot be done throws.
class Mosquitto {
 public:
  explicit Mosquitto(MosquittoOptions options = {});  ///< returns when it takes connections
  ~Mosquitto();
  Mosquitto(const Mosquitto&) = delete;
  Mosquitto& operator=(const Mosquitto&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string log() const;
  /// SIGTERM, and waits for its end.
  void stop() { end(15); }
  /// SIGKILL, and waits for its end.
  void kill() { end(9); }
  /// Again, on the same port, after stop() or kill().
  void start();
  void pause();   ///< SIGSTOP: the kernel still takes connections, nobody answers
  void resume();  ///< SIGCONT

 private:
  void write_config() const;
  void write_passwords() const;
  void await_port();
  void end(int signal);

  MosquittoOptions options_;
  TempDir dir_;
  std::uint16_t port_;
  pid_t pid_ = 0;
};

/// A port of 127.0.0.1 on which nobody listens.
[[nodiscard]] std::uint16_t free_port();

}  // namespace bmsgw::test
