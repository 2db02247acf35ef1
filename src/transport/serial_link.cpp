#include "bmsgw/transport/serial_link.hpp"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/ioctl.h>
#include <termios.h>

#include "bmsgw/core/backoff.hpp"

#include "serial_port_setup.hpp"

namespace bmsgw::transport {

namespace asio = boost::asio;
using boost::system::error_code;

/// Kept alive by its own handlers, so that the link may go while one is under way.
class SerialLink::Port : public std::enable_shared_from_this<SerialLink::Port> {
 public:
  Port(asio::io_context& loop, SerialOptions options, const core::Clock& clock)
      : descriptor_(loop),
        retry_(loop),
        options_(std::move(options)),
        clock_(clock),
        backoff_(kFirstRetry, kLongestRetry) {}

  void start(LinkEvents& events) {
    events_ = &events;
    open();
  }

  void stop() {
    events_ = nullptr;
    retry_.cancel();
    close();
  }

  bool write(const std::string& bytes) {
    if (!descriptor_.is_open() || queue_.size() + bytes.size() > kMaxQueuedBytes) return false;
    queue_ += bytes;
    flush();
    return true;
  }

 private:
  void open() {
    std::error_code error;
    const int fd = open_serial_port(options_, error);
    if (fd < 0) return fail(error);
    descriptor_.assign(fd);
    descriptor_.non_blocking(true);  // else Asio itself waits where the descriptor would not
    wait_readable();
    if (events_ != nullptr) events_->on_opened(clock_.now());
  }

  void fail(std::error_code error) {
    close();
    if (events_ == nullptr) return;
    retry_.expires_after(backoff_.next());
    retry_.async_wait([self = shared_from_this()](error_code stopped) {
      if (!stopped && self->events_ != nullptr) self->open();
    });
    events_->on_down(error, clock_.now());
  }

  void close() {
    if (!descriptor_.is_open()) return;
    tcflush(descriptor_.native_handle(), TCIOFLUSH);  // close() would wait for what a dead peer never takes
    error_code ignored;
    descriptor_.close(ignored);
    queue_.clear();
    writing_ = false;
  }

  static constexpr int kReadsPerTurn = 16;  ///< then others on the loop have their turn

  /// The only place that arms reading.
  void wait_readable() {
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_read,
                           [self = shared_from_this()](error_code error) {
                             if (!error) self->on_readable();
                           });
  }

  void on_readable() {
    error_code error;
    for (int reads = 0; reads < kReadsPerTurn && descriptor_.is_open(); ++reads) {
      const auto size = descriptor_.read_some(asio::buffer(input_), error);
      if (error || size == 0) break;
      backoff_.reset();  // not at opening: a port may open and die over and over
      if (events_ != nullptr) events_->on_bytes({input_.data(), size}, clock_.now());
      // A tty gives what it has in one read: a short one was all, and the next would only say EAGAIN.
      if (size < input_.size()) break;
    }
    if (!descriptor_.is_open()) return;
    if (error && error != asio::error::would_block) return fail(as_errno(error));
    wait_readable();
  }

  void flush() {
    error_code error;
    const auto size = descriptor_.write_some(asio::buffer(queue_), error);
    if (error && error != asio::error::would_block) return queue_.clear();  // reading will tell
    if (!error) queue_.erase(0, size);
    if (!queue_.empty() && !std::exchange(writing_, true)) wait_writable();
  }

  void wait_writable() {
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_write,
                           [self = shared_from_this()](error_code error) {
                             self->writing_ = false;
                             if (!error && self->descriptor_.is_open()) self->flush();
                           });
  }

  /// A port that ends (the cable is out) reads as end of file.
  static std::error_code as_errno(error_code error) {
    if (error == asio::error::eof || error.value() == EIO)
      return std::make_error_code(std::errc::no_such_device);
    return {error.value(), std::generic_category()};
  }

  asio::posix::stream_descriptor descriptor_;
  asio::steady_timer retry_;
  SerialOptions options_;
  const core::Clock& clock_;
  core::Backoff backoff_;
  LinkEvents* events_ = nullptr;
  std::array<char, 4096> input_{};
  std::string queue_;
  bool writing_ = false;
};

SerialLink::SerialLink(asio::io_context& loop, SerialOptions options, const core::Clock& clock)
    : port_(std::make_shared<Port>(loop, std::move(options), clock)) {}

SerialLink::~SerialLink() {
  port_->stop();
}

void SerialLink::start(LinkEvents& events) {
  port_->start(events);
}
void SerialLink::stop() {
  port_->stop();
}
bool SerialLink::write(const std::string& bytes) {
  return port_->write(bytes);
}

}  // namespace bmsgw::transport
