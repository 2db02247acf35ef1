#include "libmodbus_context.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <modbus.h>

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

LibmodbusContext LibmodbusContext::serial(const std::string& device, std::uint32_t speed, char parity,
                                          int stop_bits) {
  return LibmodbusContext(modbus_new_rtu(device.c_str(), static_cast<int>(speed), parity, 8, stop_bits));
}

LibmodbusContext LibmodbusContext::tcp() {
  return LibmodbusContext(modbus_new_tcp(nullptr, MODBUS_TCP_DEFAULT_PORT));
}

LibmodbusContext::~LibmodbusContext() {
  if (context_ == nullptr) return;
  close();
  modbus_free(context_);
}

LibmodbusContext::LibmodbusContext(LibmodbusContext&& other) noexcept
    : context_(std::exchange(other.context_, nullptr)) {}

LibmodbusContext& LibmodbusContext::operator=(LibmodbusContext&& other) noexcept {
  std::swap(context_, other.context_);
  return *this;
}

bool LibmodbusContext::has_speed(std::uint32_t speed) {
  constexpr std::array kSpeeds{110,     300,     600,     1200,    2400,    4800,    9600,   19200,
                               38400,   57600,   115200,  230400,  460800,  500000,  576000, 921600,
                               1000000, 1152000, 1500000, 2500000, 3000000, 3500000, 4000000};
  return std::ranges::find(kSpeeds, static_cast<int>(speed)) != kSpeeds.end();
}

std::error_code LibmodbusContext::connect() {
  if (context_ == nullptr) return std::make_error_code(std::errc::invalid_argument);
  return modbus_connect(context_) == 0 ? std::error_code() : last_error();
}

void LibmodbusContext::take_descriptor(int fd) {
  if (context_ != nullptr) modbus_set_socket(context_, fd);
}

int LibmodbusContext::descriptor() const {
  return context_ == nullptr ? -1 : modbus_get_socket(context_);
}

void LibmodbusContext::close() {
  if (descriptor() < 0) return;
  modbus_close(context_);
  modbus_set_socket(context_, -1);
}

void LibmodbusContext::expect_unit(std::uint8_t unit) {
  modbus_set_slave(context_, unit);
}

std::error_code LibmodbusContext::send(std::span<const std::uint8_t> request) {
  const int sent = modbus_send_raw_request(context_, request.data(), static_cast<int>(request.size()));
  return sent >= 0 ? std::error_code() : last_error();
}

/// Without a time-out between bytes the one of the response counts for all of the frame, so that noise can't
/// prolong it. It counts down because Linux' select() does.
LibmodbusContext::Received LibmodbusContext::receive(Buffer into, std::chrono::microseconds within) {
  const auto left = std::max<std::chrono::microseconds::rep>(within.count(), 1000);
  modbus_set_byte_timeout(context_, 0, 0);
  modbus_set_response_timeout(context_, static_cast<std::uint32_t>(left / 1'000'000),
                              static_cast<std::uint32_t>(left % 1'000'000));
  const int size = modbus_receive_confirmation(context_, into.data());
  if (size > 0) return {Kind::frame, static_cast<std::size_t>(size), {}};
  return size == 0 ? Received{Kind::foreign, 0, {}} : failed(errno);
}

void LibmodbusContext::flush() {
  modbus_flush(context_);
}

}  // namespace bmsgw::transport
