#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <system_error>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bmsgw/transport/can_link.hpp"

#include "frame_reader.hpp"
#include "frame_writer.hpp"
#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

/// What a channel tells. on_batch and on_failed may close it.
class CanChannelOwner {
 public:
  virtual ~CanChannelOwner() = default;
  virtual void on_batch(const FrameReader::Batch& batch) = 0;
  virtual void on_dropped_writes(std::uint64_t frames, std::error_code refused) = 0;
  /// The socket is of no use any more. Never called from within write().
  virtual void on_failed(std::error_code error) = 0;
};

/// One open CAN socket on the loop, until it is closed; reopening makes a new one. Kept alive by its own
/// handlers. Thread: loop.
class CanChannel : public std::enable_shared_from_this<CanChannel> {
 public:
  static constexpr core::milliseconds kRetryWrite{2};

  CanChannel(boost::asio::io_context& loop, FileDescriptor socket, const core::Clock& clock,
             std::shared_ptr<CanChannelOwner> owner);

  void start() { wait_readable(); }
  /// What waits to be sent is dropped.
  void close();
  /// False: closed, or the queue is full.
  bool write(const core::CanFrame& frame, core::MonoTime stale_after);

 private:
  void wait_readable();
  void on_readable();
  void flush();
  void wait_to_write(FrameWriter::Wait what);
  void on_may_write(boost::system::error_code error);
  void fail_later(std::error_code error);

  boost::asio::posix::stream_descriptor descriptor_;
  boost::asio::steady_timer retry_;
  const core::Clock& clock_;
  std::shared_ptr<CanChannelOwner> owner_;  ///< until closed
  FrameReader reader_;
  FrameWriter writer_;
  bool waiting_to_write_ = false;
};

}  // namespace bmsgw::transport
