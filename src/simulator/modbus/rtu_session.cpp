// | unit 1 | PDU | CRC 2, low byte first |, then silence of 3.5 characters    MODBUS over Serial Line V1.02,
// 2.5.1
#include "simulator/modbus/rtu_session.hpp"

#include <algorithm>
#include <utility>

#include "bmsgw/codec/modbus/pdu.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr double kSilentCharacters = 3.5;
/// Above 19200 bit/s (2.5.1.1). A program that writes a frame in pieces needs no longer between them, either.
constexpr double kLeastSilenceS = 0.00175;
constexpr std::size_t kCrcBytes = 2;
constexpr std::size_t kMostFrame = 1 + codec::modbus::kMostPduBytes + kCrcBytes;

bool has_right_crc(std::span<const std::uint8_t> frame) {
  const auto content = frame.first(frame.size() - kCrcBytes);
  const auto told = static_cast<std::uint16_t>(frame[content.size()] | frame[content.size() + 1] << 8U);
  return codec::modbus::crc16(content) == told;
}

}  // namespace

RtuSession::RtuSession(Server& server, Misbehaviour& misbehaviour, LineSpeed speed)
    : server_(server),
      misbehaviour_(misbehaviour),
      speed_(speed),
      silence_(elapsed_of(std::max(kSilentCharacters * speed.byte_s(), kLeastSilenceS))) {}

void RtuSession::on_bytes(std::span<const std::uint8_t> bytes, Elapsed now) {
  if (bytes.empty()) return;
  on_time(now);
  if (misbehaviour_.echoes(now)) output_.push({{bytes.begin(), bytes.end()}, now, speed_.byte_s()});
  received_.insert(received_.end(), bytes.begin(), bytes.end());
  received_.resize(std::min(received_.size(), kMostFrame + 1));
  heard_until_ =
      std::max(heard_until_, now) + elapsed_of(static_cast<double>(bytes.size()) * speed_.byte_s());
}

void RtuSession::on_time(Elapsed now) {
  if (received_.empty() || now < frame_end()) return;
  on_frame(frame_end());
  received_.clear();
}

Elapsed RtuSession::next_wake() const {
  return std::min(received_.empty() ? kNotDue : frame_end(), output_.next_wake());
}

void RtuSession::reset() {
  received_.clear();
  output_.clear();
}

void RtuSession::on_frame(Elapsed ended_at) {
  if (received_.size() <= kCrcBytes + 1 || received_.size() > kMostFrame || !has_right_crc(received_)) {
    return server_.on_broken_frame();
  }
  const auto answer = server_.answer(std::span(received_).first(received_.size() - kCrcBytes), ended_at);
  if (!answer) return;
  Outgoing outgoing{misbehaviour_.garbage(ended_at), ended_at + misbehaviour_.delay(ended_at)};
  outgoing.bytes.insert(outgoing.bytes.end(), answer->begin(), answer->end());
  const auto crc = misbehaviour_.crc(codec::modbus::crc16(*answer), ended_at);
  outgoing.bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  outgoing.bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
  outgoing.byte_s = misbehaviour_.byte_s(ended_at).value_or(speed_.byte_s());
  if (misbehaviour_.drops(ended_at)) outgoing.bytes.resize(outgoing.bytes.size() / 2);
  output_.push(std::move(outgoing));
}

}  // namespace bmsgw::simulator::modbus
