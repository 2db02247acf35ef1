#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

/// What a channel tells. Both may close it.
class WorkerChannelOwner {
 public:
  virtual ~WorkerChannelOwner() = default;
  virtual void on_packet(std::string_view packet) = 0;
  /// Nothing comes any more. `why`: empty when the other side has closed. Never called from within send().
  virtual void on_closed(const std::string& why) = 0;
};

/// The socket to one worker on the loop. Kept alive by its own handlers. Thread: loop.
class WorkerChannel : public std::enable_shared_from_this<WorkerChannel> {
 public:
  static constexpr std::size_t kMostWaiting = std::size_t{1024} * 1024;  ///< bytes that it doesn't read

  WorkerChannel(boost::asio::io_context& loop, FileDescriptor socket,
                std::shared_ptr<WorkerChannelOwner> owner);

  void start() { wait_readable(); }
  /// What waits to be sent is dropped.
  void close();
  void send(std::string_view packet);

 private:
  void wait_readable();
  void on_readable();
  void flush();
  void fail_later(const char* why);

  boost::asio::posix::stream_descriptor descriptor_;
  std::shared_ptr<WorkerChannelOwner> owner_;  ///< until closed
  std::string buffer_;
  std::deque<std::string> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace bmsgw::transport
