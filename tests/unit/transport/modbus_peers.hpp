#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "bmsgw/codec/modbus/pdu.hpp"

#include "transport/file_descriptor.hpp"

/// The other ends of Modbus lines, which do what a test says, byte by byte.
namespace bmsgw::transport::test {

using Bytes = std::vector<std::uint8_t>;
inline constexpr int kPatienceMs = 10'000;

/// `count` bytes; fewer: no more came in time, or the other side closed.
inline Bytes read_bytes(int fd, std::size_t count, int patience_ms = kPatienceMs) {
  Bytes bytes;
  std::array<std::uint8_t, 512> buffer{};
  while (bytes.size() < count) {
    pollfd ready{fd, POLLIN, 0};
    if (poll(&ready, 1, patience_ms) <= 0) break;
    const auto size = read(fd, buffer.data(), std::min(buffer.size(), count - bytes.size()));
    if (size <= 0) break;
    bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + size);
  }
  return bytes;
}

inline void write_bytes(int fd, const Bytes& bytes) {
  ASSERT_EQ(write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

/// One connection to a server.
class TcpPeer {
 public:
  explicit TcpPeer(int fd) : fd_(fd) {}

  [[nodiscard]] Bytes receive(std::size_t count = 12) const { return read_bytes(fd_.get(), count); }
  void send(const Bytes& bytes) const { write_bytes(fd_.get(), bytes); }
  /// False: somebody already closed.
  [[nodiscard]] bool try_send(const Bytes& bytes) const {
    return ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
  }
  /// Waits until the client has closed.
  [[nodiscard]] bool is_closed(int patience_ms = kPatienceMs) const {
    return read_bytes(fd_.get(), 1, patience_ms).empty() && at_end();
  }
  void close() { fd_ = FileDescriptor(); }
  /// With a RST instead of a FIN.
  void reset() {
    const linger now{1, 0};
    setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    close();
  }

 private:
  [[nodiscard]] bool at_end() const {
    std::uint8_t byte = 0;
    return recv(fd_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0 || errno == ECONNRESET;
  }

  FileDescriptor fd_;
};

/// A port of 127.0.0.1 at which connections are accepted.
class TcpServer {
 public:
  explicit TcpServer(std::uint16_t port = 0) { listen_at(port); }

  void listen_at(std::uint16_t port) {
    fd_ = FileDescriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    setsockopt(fd_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
        listen(fd_.get(), 4) != 0)
      ADD_FAILURE() << "no port to listen at";
    socklen_t size = sizeof(address);
    getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  void close() { fd_ = FileDescriptor(); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int descriptor() const { return fd_.get(); }
  [[nodiscard]] bool has_caller(int patience_ms) const {
    pollfd ready{fd_.get(), POLLIN, 0};
    return poll(&ready, 1, patience_ms) > 0;
  }
  [[nodiscard]] TcpPeer accept() const {
    const bool is_called = has_caller(kPatienceMs);
    EXPECT_TRUE(is_called) << "nobody connects";
    return TcpPeer(!is_called ? -1 : accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }

 private:
  FileDescriptor fd_;
  std::uint16_t port_ = 0;
};

/// The far end of a serial line: a pty under a path of its own, which can go and come back.
class SerialPeer {
 public:
  explicit SerialPeer(std::string link) : link_(std::move(link)) { plug(); }
  ~SerialPeer() { unplug(); }
  SerialPeer(const SerialPeer&) = delete;
  SerialPeer& operator=(const SerialPeer&) = delete;

  void plug() {
    fd_ = FileDescriptor(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    grantpt(fd_.get());
    unlockpt(fd_.get());
    std::filesystem::create_symlink(ptsname(fd_.get()), link_);
  }
  void unplug() {
    fd_ = FileDescriptor();
    std::error_code ignored;
    std::filesystem::remove(link_, ignored);
  }
  [[nodiscard]] Bytes receive(std::size_t count = 8, int patience_ms = kPatienceMs) const {
    return read_bytes(fd_.get(), count, patience_ms);
  }
  void send(const Bytes& bytes) const { write_bytes(fd_.get(), bytes); }
  [[nodiscard]] int descriptor() const { return fd_.get(); }

 private:
  std::string link_;
  FileDescriptor fd_;
};

/// With its CRC.
inline Bytes rtu(Bytes frame) {
  const auto crc = codec::modbus::crc16(frame);
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return frame;
}

/// `frame` (unit and PDU) behind the head that answers `request`.
inline Bytes tcp(const Bytes& request, const Bytes& frame) {
  Bytes whole{request.at(0), request.at(1), 0, 0, 0, static_cast<std::uint8_t>(frame.size())};
  whole.insert(whole.end(), frame.begin(), frame.end());
  return whole;
}

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace bmsgw::transport::test
