#include "worker_channel.hpp"

#include <cerrno>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include "bmsgw/codec/snmp/worker_message.hpp"

namespace bmsgw::transport {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

WorkerChannel::WorkerChannel(boost::asio::io_context& loop, FileDescriptor socket,
                             std::shared_ptr<WorkerChannelOwner> owner)
    : descriptor_(loop, socket.release()), owner_(std::move(owner)) {
  buffer_.resize(codec::snmp::kMostMessage + 1);  // a longer packet fills it, and is no message
}

void WorkerChannel::close() {
  owner_ = nullptr;
  waiting_.clear();
  waiting_bytes_ = 0;
  error_code ignored;
  descriptor_.close(ignored);
}

/// The only place that arms reading.
void WorkerChannel::wait_readable() {
  descriptor_.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](error_code error) {
    if (!error) self->on_readable();
  });
}

void WorkerChannel::on_readable() {
  constexpr int kPacketsPerTurn = 32;  // then others on the loop have their turn
  for (int turn = 0; turn < kPacketsPerTurn && owner_ != nullptr; ++turn) {
    const auto owner = owner_;  // it may close us, and be gone with that
    const auto size = recv(descriptor_.native_handle(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) break;
    if (size <= 0) return owner->on_closed({});
    owner->on_packet(std::string_view(buffer_).substr(0, static_cast<std::size_t>(size)));
  }
  if (owner_ != nullptr) wait_readable();
}

void WorkerChannel::send(std::string_view packet) {
  if (owner_ == nullptr) return;
  if (waiting_bytes_ + packet.size() > kMostWaiting) return fail_later("it doesn't take what it is told");
  waiting_.emplace_back(packet);
  waiting_bytes_ += packet.size();
  if (waiting_.size() == 1) flush();
}

void WorkerChannel::flush() {
  while (!waiting_.empty()) {
    const std::string& packet = waiting_.front();
    const auto sent =
        ::send(descriptor_.native_handle(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) break;
    // When the worker is gone, reading says so.
    waiting_bytes_ -= packet.size();
    waiting_.pop_front();
  }
  if (waiting_.empty()) return;
  descriptor_.async_wait(stream_descriptor::wait_write, [self = shared_from_this()](error_code error) {
    if (!error) self->flush();
  });
}

void WorkerChannel::fail_later(const char* why) {
  boost::asio::post(descriptor_.get_executor(), [self = shared_from_this(), why] {
    if (const auto owner = self->owner_) owner->on_closed(why);
  });
}

}  // namespace bmsgw::transport
