#include "libmodbus_context.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <modbus.h>

#include "bmsgw/core/modbus_speeds.hpp"

namespace bmsgw::transport {
namespace {

/// A code of libmodbus' own says that less was sent than was asked for.
std::error_code last_error() {
  return {errno >= MODBUS_ENOBASE ? EIO : errno, std::generic_category()};
}

/// What receiving failed with. Codes from MODBUS_ENOBASE on are libmodbus' own.
LibmodbusContext::Received failed(int error) {
  using Kind = LibmodbusContext::Kind;
  if (error == ETIMEDOUT || error == EAGAIN || error == EINTR) return {Kind::torn, 0, {}};
  if (error >= MODBUS_ENOBASE) return {Kind::malformed, 0, {}};
  return {Kind::lost, 0, {error, std::generic_category()}};
}

}  // namespace

/// Of a serial line it restores the settings that it found when it is closed.
struct LibmodbusContext::Handle {
  explicit Handle(modbus_t* made) : context(made) {}
  ~Handle() {
    if (context == nullptr) return;
    if (modbus_get_socket(context) >= 0) modbus_close(context);
    modbus_free(context);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  modbus_t* context;  ///< null: it was refused
};

LibmodbusContext::LibmodbusContext() = default;
LibmodbusContext::~LibmodbusContext() = default;
LibmodbusContext::LibmodbusContext(LibmodbusContext&& other) noexcept = default;
LibmodbusContext& LibmodbusContext::operator=(LibmodbusContext&& other) noexcept = default;
LibmodbusContext::LibmodbusContext(std::unique_ptr<Handle> handle)
    : handle_(handle->context != nullptr ? std::move(handle) : nullptr) {}

LibmodbusContext LibmodbusContext::serial(const std::string& device, std::uint32_t speed, char parity,
                                          int stop_bits) {
  modbus_t* made = modbus_new_rtu(device.c_str(), static_cast<int>(speed), parity, 8, stop_bits);
  return LibmodbusContext(std::make_unique<Handle>(made));
}

LibmodbusContext LibmodbusContext::tcp() {
  return LibmodbusContext(std::make_unique<Handle>(modbus_new_tcp(nullptr, MODBUS_TCP_DEFAULT_PORT)));
}

bool LibmodbusContext::has_speed(std::uint32_t speed) {
  return std::ranges::find(core::kModbusSpeeds, speed) != core::kModbusSpeeds.end();
}

std::error_code LibmodbusContext::connect() {
  if (!handle_) return std::make_error_code(std::errc::invalid_argument);
  return modbus_connect(handle_->context) == 0 ? std::error_code() : last_error();
}

void LibmodbusContext::take_descriptor(int fd) {
  if (handle_) modbus_set_socket(handle_->context, fd);
}

int LibmodbusContext::descriptor() const {
  return handle_ ? modbus_get_socket(handle_->context) : -1;
}

void LibmodbusContext::close() {
  handle_ = nullptr;
}

void LibmodbusContext::expect_unit(std::uint8_t unit) {
  modbus_set_slave(handle_->context, unit);
}

std::error_code LibmodbusContext::send(std::span<const std::uint8_t> request) {
  const int sent =
      modbus_send_raw_request(handle_->context, request.data(), static_cast<int>(request.size()));
  return sent >= 0 ? std::error_code() : last_error();
}

/// Without a time-out between bytes the one of the response counts for all of the frame, so that noise can't
/// prolong it. It counts down because Linux' select() does.
LibmodbusContext::Received LibmodbusContext::receive(Buffer into, std::chrono::microseconds within) {
  const auto left = std::max<std::chrono::microseconds::rep>(within.count(), 1000);
  modbus_set_byte_timeout(handle_->context, 0, 0);
  modbus_set_response_timeout(handle_->context, static_cast<std::uint32_t>(left / 1'000'000),
                              static_cast<std::uint32_t>(left % 1'000'000));
  const int size = modbus_receive_confirmation(handle_->context, into.data());
  if (size > 0) return {Kind::frame, static_cast<std::size_t>(size), {}};
  return size == 0 ? Received{Kind::foreign, 0, {}} : failed(errno);
}

void LibmodbusContext::flush() {
  modbus_flush(handle_->context);
}

}  // namespace bmsgw::transport
