#include "snmp_worker/channel.hpp"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>

namespace bmsgw::snmp_worker {
namespace {

constexpr std::size_t kMostDroppable = 256 * 1024;  // bytes that are queued before what may be dropped is
constexpr std::size_t kMostQueued = 1024 * 1024;
constexpr int kSendBuffer = 512 * 1024;  // a message must fit; the kernel takes as much of it as it allows

}  // namespace

Channel::Channel(int fd) : fd_(fd), buffer_(codec::snmp::kMostMessage + 1) {
  setsockopt(fd_, SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
}

Channel::Sent Channel::send(const codec::snmp::FromWorker& message, bool may_drop) {
  codec::snmp::encode_message(message, scratch_);
  if (scratch_.empty()) return Sent::too_long;  // and an empty packet is the end of file to the gateway
  if (queue_.empty() && try_send(scratch_)) return Sent::yes;
  if (may_drop && queued_ + scratch_.size() > kMostDroppable) return Sent::dropped;
  if (queued_ + scratch_.size() > kMostQueued) {
    fault_ = "bms-gateway takes no messages any more";
    return Sent::dropped;
  }
  queued_ += scratch_.size();
  queue_.push_back(scratch_);
  return Sent::yes;
}

void Channel::flush() {
  while (!queue_.empty() && try_send(queue_.front())) {
    queued_ -= queue_.front().size();
    queue_.pop_front();
  }
}

/// False: not now. What can't ever be sent counts as sent, as the fault ends it all.
bool Channel::try_send(const std::string& packet) {
  while (::send(fd_, packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) return false;
    if (errno != EPIPE && errno != ECONNRESET)
      fault_ = std::string("messages to bms-gateway can't be sent: ") + std::strerror(errno);
    return true;
  }
  return true;
}

Channel::Got Channel::receive(std::string_view& message) {
  while (true) {
    const auto size = recv(fd_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (size > 0) {
      message = {buffer_.data(), static_cast<std::size_t>(size)};
      return Got::message;
    }
    if (size == 0) return Got::broken;  // the gateway is gone
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EWOULDBLOCK ? Got::nothing : Got::broken;
  }
}

}  // namespace bmsgw::snmp_worker
