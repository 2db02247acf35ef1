#pragma once

#include <array>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace bmsgw::transport {

/// Calls back whenever something has changed about any network interface: made, gone, up, down (rtnetlink).
/// Kept alive by its own handlers. Thread: loop.
class LinkWatch : public std::enable_shared_from_this<LinkWatch> {
 public:
  LinkWatch(boost::asio::io_context& loop, std::function<void()> on_change)
      : descriptor_(loop), on_change_(std::move(on_change)) {}

  /// False: there is no rtnetlink for us; nothing will be called.
  bool start();
  void stop();

 private:
  void wait();
  void on_readable();
  bool drain();

  boost::asio::posix::stream_descriptor descriptor_;
  std::function<void()> on_change_;
  std::array<char, 16384> input_{};
};

}  // namespace bmsgw::transport
