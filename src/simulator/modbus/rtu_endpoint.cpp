#include "simulator/modbus/rtu_endpoint.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/core.h>

namespace bmsgw::simulator::modbus {
namespace {

using boost::asio::posix::stream_descriptor;
using ErrorCode = boost::system::error_code;

constexpr Elapsed kPeerPoll = std::chrono::milliseconds(50);
constexpr int kMostTurns = 64;  ///< reads before other things get their turn

bool is_would_block(const std::error_code& error) {
  return error == std::errc::operation_would_block || error == std::errc::resource_unavailable_try_again;
}

std::span<const std::uint8_t> bytes_of(std::span<const char> text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

RtuEndpoint::RtuEndpoint(boost::asio::io_context& loop, std::string link, RtuSession session,
                         Misbehaviour& misbehaviour, EndpointEvents& events)
    : link_(std::move(link)),
      session_(std::move(session)),
      misbehaviour_(misbehaviour),
      events_(events),
      descriptor_(loop) {
  open();
}

void RtuEndpoint::open() {
  port_.emplace(link_);
  descriptor_.assign(port_->descriptor());
  descriptor_.non_blocking(true);  // else Asio itself waits where the descriptor would not
}

void RtuEndpoint::close() {
  if (descriptor_.is_open()) descriptor_.release();
  port_.reset();
  session_.reset();
  listening_ = blocked_ = false;
}

std::string RtuEndpoint::place() const {
  return fmt::format("{} (pty {})", link_, port_ ? port_->slave() : "gone for now");
}

void RtuEndpoint::advance(Elapsed now) {
  follow_port(now);
  session_.on_time(now);
  if (!port_) return;
  const bool peer = port_->peer_open();
  if (peer && !listening_) await_input();
  if (peer) return flush(now);
  session_.reset();
}

void RtuEndpoint::follow_port(Elapsed now) {
  const bool gone = misbehaviour_.is_gone(now);
  if (gone != port_.has_value()) return;
  gone ? close() : open();
}

Elapsed RtuEndpoint::next_wake(Elapsed now) const {
  if (!port_) return kNotDue;
  if (!listening_) return now + kPeerPoll;
  return blocked_ ? kNotDue : session_.next_wake();
}

void RtuEndpoint::flush(Elapsed now) {
  auto& output = session_.output();
  while (!blocked_) {
    const auto bytes = output.next(now);
    if (bytes.empty()) return;
    std::error_code error;
    const auto written = port_->write(text_of(bytes), error);
    if (is_would_block(error)) return await_output();
    if (error) return session_.reset();
    output.on_written(written, now);
  }
}

void RtuEndpoint::await_input() {
  listening_ = true;
  descriptor_.async_wait(stream_descriptor::wait_read, [this](ErrorCode error) {
    if (!error) on_readable();
  });
}

void RtuEndpoint::await_output() {
  blocked_ = true;
  descriptor_.async_wait(stream_descriptor::wait_write, [this](ErrorCode error) {
    if (error) return;
    blocked_ = false;
    events_.on_activity();
  });
}

void RtuEndpoint::on_readable() {
  listening_ = false;
  std::array<char, 4096> buffer{};
  std::error_code error;
  for (int turn = 0; turn < kMostTurns && !error && port_; ++turn) {
    const auto count = port_->read(buffer, error);
    session_.on_bytes(bytes_of(std::span(buffer).first(count)), events_.now());
  }
  events_.on_activity();
}

}  // namespace bmsgw::simulator::modbus
