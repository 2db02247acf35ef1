#include "bmsgw/transport/socket_can_link.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "can/can_channel.hpp"
#include "can/can_log.hpp"
#include "can/can_socket.hpp"
#include "can/health_keeper.hpp"
#include "can/interface.hpp"
#include "can/interface_manager.hpp"
#include "can/kernel_filters.hpp"
#include "can/link_watch.hpp"

namespace bmsgw::transport {

namespace asio = boost::asio;
using boost::system::error_code;

/// Kept alive by its own handlers, so that the link may go while one is under way.
class SocketCanLink::Port : public std::enable_shared_from_this<SocketCanLink::Port>, public CanChannelOwner {
 public:
  Port(asio::io_context& loop, SocketCanOptions options, const core::Clock& clock)
      : loop_(loop),
        look_again_(loop),
        health_timer_(loop),
        options_(std::move(options)),
        clock_(clock),
        filters_(compile_kernel_filters(options_.wanted, options_.remote)),
        log_(options_),
        manager_(options_, log_) {}

  void start(CanLinkEvents& events) {
    events_ = &events;
    watch_ = std::make_shared<LinkWatch>(loop_, [self = weak_from_this()] {
      if (const auto port = self.lock()) port->look();
    });
    watch_->start();
    look();
  }

  void stop() {
    events_ = nullptr;
    if (watch_) watch_->stop();
    close();
    look_again_.cancel();
    health_timer_.cancel();
  }

  bool write(const core::CanFrame& frame, core::MonoTime stale_after) {
    return channel_ && channel_->write(frame, stale_after);
  }

  [[nodiscard]] bool is_open() const { return channel_ != nullptr; }
  [[nodiscard]] CanHealth health() const { return health_.health(); }

  void on_batch(const FrameReader::Batch& batch) override {
    const core::Stamp now = clock_.now();
    health_.on_overflow(batch.lost);
    if (batch.lost > 0) log_.overflow(health().overflows, now.mono);
    std::size_t told = 0;
    for (const FrameReader::PlacedError& error : batch.errors) {
      tell_frames(batch.frames.subspan(told, error.frames_before - told), now);
      told = error.frames_before;
      health_.on_error_frame(error.report);
      tell_health();
    }
    tell_frames(batch.frames.subspan(told), now);
    tell_health();
  }

  void on_dropped_writes(std::uint64_t frames, std::error_code refused) override {
    health_.on_dropped_writes(frames);
    if (refused) log_.refused(refused, clock_.now().mono);
    arm_health_timer();  // not at once: whoever writes is not to be called back from within
  }

  void on_failed(std::error_code error) override {
    const bool gone = error == std::errc::network_down || error == std::errc::no_such_device ||
                      error == std::errc::no_such_device_or_address;
    down(error == std::errc::no_such_device_or_address ? std::make_error_code(std::errc::no_such_device)
                                                       : error);
    if (gone) look();  // it may be back already
  }

 private:
  void tell_frames(std::span<const ReceivedFrame> frames, core::Stamp now) {
    if (frames.empty()) return;
    health_.on_heard();
    tell_health();
    if (events_ != nullptr) events_->on_frames(frames, now);
  }

  /// Compares what is with what is wanted, and does what is missing. Called at every occasion.
  void look() {
    if (events_ == nullptr) return;
    auto found = find_interface(options_.interface);
    if (found && !channel_) found = manager_.set_up(*found, clock_.now().mono);
    if (!found) return down(std::make_error_code(std::errc::no_such_device));
    if (!found->up) return down(std::make_error_code(std::errc::network_down));
    if (channel_ && index_ == found->index) return;
    if (channel_) down(std::make_error_code(std::errc::no_such_device));  // made again under the same name
    if (events_ != nullptr) open(found->index);
  }

  void open(int index) {
    close();
    std::error_code error;
    FileDescriptor socket = open_can_socket(index, filters_, error);
    if (error) return down(error);
    index_ = index;
    look_again_.cancel();
    const int buffer = receive_buffer_of(socket.get());
    if (buffer < kSmallReceiveBuffer) log_.small_buffer(buffer);
    channel_ = std::make_shared<CanChannel>(loop_, std::move(socket), clock_, shared_from_this());
    channel_->start();
    told_down_.clear();
    on_opened(read_controller_info(index));
  }

  void on_opened(const ControllerInfo& info) {
    const core::Stamp now = clock_.now();
    health_.on_opened(info.state, info.bit_rate);
    log_.opened(info.bit_rate, now.mono);
    events_->on_opened(now);
    tell_health();
  }

  void down(std::error_code error) {
    close();
    if (events_ == nullptr) return;
    wait_to_look_again();
    if (std::exchange(told_down_, error) == error) return;
    const core::Stamp now = clock_.now();
    log_.down(error, now.mono);
    events_->on_down(error, now);
  }

  void close() {
    if (channel_) channel_->close();
    channel_.reset();
  }

  void wait_to_look_again() {
    look_again_.expires_after(kLookAgain);
    look_again_.async_wait([self = shared_from_this()](error_code stopped) {
      if (!stopped) self->look();
    });
  }

  /// Now, or as soon as it is due.
  void tell_health() {
    if (events_ == nullptr || health_.due() == core::kNever) return;
    const core::Stamp now = clock_.now();
    if (health_.due() > now.mono) return arm_health_timer();
    if (health().controller == ControllerState::bus_off) log_.bus_off(now.mono);
    health_.told(now.mono);
    events_->on_health(now);
  }

  void arm_health_timer() {
    if (std::exchange(health_armed_, true)) return;
    const core::MonoTime now = clock_.now().mono;
    health_timer_.expires_after(std::max(health_.due(), now) - now);
    health_timer_.async_wait([self = shared_from_this()](error_code stopped) {
      self->health_armed_ = false;
      if (!stopped) self->tell_health();
    });
  }

  asio::io_context& loop_;
  asio::steady_timer look_again_;
  asio::steady_timer health_timer_;
  SocketCanOptions options_;
  const core::Clock& clock_;
  std::vector<can_filter> filters_;
  CanLog log_;
  InterfaceManager manager_;
  HealthKeeper health_;
  CanLinkEvents* events_ = nullptr;
  std::shared_ptr<LinkWatch> watch_;
  std::shared_ptr<CanChannel> channel_;
  int index_ = 0;
  std::error_code told_down_;
  bool health_armed_ = false;
};

SocketCanLink::SocketCanLink(asio::io_context& loop, SocketCanOptions options, const core::Clock& clock)
    : port_(std::make_shared<Port>(loop, std::move(options), clock)) {}

SocketCanLink::~SocketCanLink() {
  port_->stop();
}

void SocketCanLink::start(CanLinkEvents& events) {
  port_->start(events);
}
void SocketCanLink::stop() {
  port_->stop();
}
bool SocketCanLink::write(const core::CanFrame& frame, core::MonoTime stale_after) {
  return port_->write(frame, stale_after);
}
bool SocketCanLink::is_open() const {
  return port_->is_open();
}
CanHealth SocketCanLink::health() const {
  return port_->health();
}

}  // namespace bmsgw::transport
