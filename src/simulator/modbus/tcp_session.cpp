// | transaction 2 | protocol 2 = 0 | length 2 | unit 1 | PDU |    MODBUS Messaging on TCP/IP V1.0b, 3.1.3
#include "simulator/modbus/tcp_session.hpp"

#include <utility>

namespace bmsgw::simulator::modbus {
namespace {

constexpr std::size_t kBeforeUnit = codec::modbus::kTcpHeaderBytes - 1;
constexpr std::size_t kMostLength = 1 + codec::modbus::kMostPduBytes;  ///< unit and PDU

std::uint16_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8U | bytes[at + 1]);
}

void put_word(std::vector<std::uint8_t>& into, std::size_t word) {
  into.push_back(static_cast<std::uint8_t>(word >> 8U & 0xFFU));
  into.push_back(static_cast<std::uint8_t>(word & 0xFFU));
}

}  // namespace

TcpSession::TcpSession(Server& server, Misbehaviour& misbehaviour)
    : server_(server), misbehaviour_(misbehaviour) {}

bool TcpSession::on_bytes(std::span<const std::uint8_t> bytes, Elapsed now) {
  received_.insert(received_.end(), bytes.begin(), bytes.end());
  std::span<const std::uint8_t> rest(received_);
  while (rest.size() >= kBeforeUnit) {
    const std::size_t length = word_at(rest, 4);
    if (word_at(rest, 2) != 0 || length == 0 || length > kMostLength) {
      server_.on_broken_frame();
      return false;
    }
    if (rest.size() < kBeforeUnit + length) break;
    on_frame(word_at(rest, 0), rest.subspan(kBeforeUnit, length), now);
    rest = rest.subspan(kBeforeUnit + length);
  }
  received_.erase(received_.begin(), received_.end() - static_cast<std::ptrdiff_t>(rest.size()));
  return true;
}

void TcpSession::on_frame(std::uint16_t transaction, std::span<const std::uint8_t> frame, Elapsed now) {
  const auto answer = server_.answer(frame, now);
  if (!answer) return;
  Outgoing outgoing{misbehaviour_.garbage(now), now + misbehaviour_.delay(now)};
  put_word(outgoing.bytes, misbehaviour_.transaction(transaction, now));
  put_word(outgoing.bytes, 0);
  put_word(outgoing.bytes, answer->size());
  outgoing.bytes.insert(outgoing.bytes.end(), answer->begin(), answer->end());
  outgoing.byte_s = misbehaviour_.byte_s(now).value_or(0);
  outgoing.ends = misbehaviour_.drops(now);
  if (outgoing.ends) outgoing.bytes.resize(outgoing.bytes.size() / 2);
  output_.push(std::move(outgoing));
}

}  // namespace bmsgw::simulator::modbus
