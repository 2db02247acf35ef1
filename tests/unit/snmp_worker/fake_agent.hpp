#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bmsgw::snmp_worker {

/// A BER element of less than 128 bytes.
inline std::string ber(char tag, const std::string& content) {
  return std::string{tag, static_cast<char>(content.size())} + content;
}

/// Something on a UDP port of 127.0.0.1 that answers each datagram with whatever the test wants; "" is
/// silence.
class FakeAgent {
 public:
  using Answer = std::function<std::string(const std::string& question)>;

  explicit FakeAgent(Answer answer)
      : answer_(std::move(answer)), fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(fd_, generic, size) == 0 && getsockname(fd_, generic, &size) == 0)
      port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeAgent() {
    is_over_ = true;
    thread_.join();
    close(fd_);
  }
  FakeAgent(const FakeAgent&) = delete;
  FakeAgent& operator=(const FakeAgent&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int asked() const { return asked_; }

 private:
  void serve() {
    constexpr int kLookMs = 20;
    while (!is_over_) {
      pollfd entry{fd_, POLLIN, 0};
      if (poll(&entry, 1, kLookMs) == 1) take();
    }
  }
  void take() {
    std::array<char, 65536> buffer;
    sockaddr_in from{};
    socklen_t from_size = sizeof from;
    auto* const sender = reinterpret_cast<sockaddr*>(&from);
    const auto size = recvfrom(fd_, buffer.data(), buffer.size(), 0, sender, &from_size);
    if (size < 0) return;
    ++asked_;
    const auto reply = answer_({buffer.data(), static_cast<std::size_t>(size)});
    if (!reply.empty()) sendto(fd_, reply.data(), reply.size(), 0, sender, from_size);
  }

  Answer answer_;
  int fd_;
  std::uint16_t port_ = 0;
  std::atomic<bool> is_over_ = false;
  std::atomic<int> asked_ = 0;
  std::thread thread_;
};

}  // namespace bmsgw::snmp_worker
