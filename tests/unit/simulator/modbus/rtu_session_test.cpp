#include "simulator/modbus/rtu_session.hpp"

#include "session_probe.hpp"

namespace bmsgw::simulator::modbus {
namespace {

/// The answer's bytes, from the beginning of the request on.
std::vector<Piece> ask(RtuSession& session, const Bytes& request, Elapsed at) {
  session.on_bytes(request, at);
  for (auto wake = session.next_wake(); session.output().empty() && wake != kNotDue;
       wake = session.next_wake())
    session.on_time(wake);
  return sent(session.output());
}

/// A request of 8 bytes, silence, an answer of 255 bytes.
TEST(RtuSession, TakesTheTimeOfALine) {
  const struct {
    LineSpeed speed;
    double ms;
  } cases[]{
      {{9600, 10}, (8 + 3.5 + 255) * 10 / 9.6},
      {{9600, 11}, (8 + 3.5 + 255) * 11 / 9.6},
      {{115200, 10}, (8 + 255) * 10 / 115.2 + 1.75},
      {{0, 10}, 1.75},
  };
  for (const auto& test : cases) {
    Peer peer(Server::Line::serial);
    RtuSession session(peer.server, peer.misbehaviour, test.speed);
    const auto pieces = ask(session, with_crc(frame_of(reading(1000, 125))), 5_s);
    ASSERT_EQ(joined(pieces).size(), 255U);
    EXPECT_NEAR(static_cast<double>((pieces.back().at - 5_s).count()) / 1000, test.ms, 0.1)
        << test.speed.baud;
  }
}

TEST(RtuSession, AFrameMayComeInPieces) {
  Peer peer(Server::Line::serial);
  RtuSession session(peer.server, peer.misbehaviour, {9600, 10});
  const auto request = with_crc(frame_of(reading(200, 1)));
  session.on_bytes(std::span(request).first(3), 1_s);
  session.on_bytes(std::span(request).subspan(3), 1_s + 6_ms);  // within 3 characters and silence
  const auto answer = joined(ask(session, {}, 1_s));
  EXPECT_EQ(answer, with_crc({1, 3, 2, 0x0B, 0x90}));
}

TEST(RtuSession, SilenceEndsAFrame) {
  Peer peer(Server::Line::serial);
  RtuSession session(peer.server, peer.misbehaviour, {9600, 10});
  const auto request = with_crc(frame_of(reading(200, 1)));
  session.on_bytes(std::span(request).first(3), 1_s);
  session.on_bytes(std::span(request).subspan(3), 1_s + 8_ms);
  EXPECT_TRUE(ask(session, {}, 1_s).empty());
  EXPECT_EQ(peer.server.counters().broken, 2U);
  EXPECT_EQ(joined(ask(session, request, 2_s)).size(), 7U) << "the next one is heard";
}

TEST(RtuSession, WrongFramesAreNotAnswered) {
  Peer peer(Server::Line::serial);
  RtuSession session(peer.server, peer.misbehaviour, {9600, 10});
  auto wrong = with_crc(frame_of(reading(200, 1)));
  wrong.back() ^= 1U;
  EXPECT_TRUE(ask(session, wrong, 1_s).empty());
  EXPECT_TRUE(ask(session, {1, 2, 3}, 2_s).empty());
  EXPECT_TRUE(ask(session, with_crc(Bytes(300, 3)), 3_s).empty());
  EXPECT_EQ(peer.server.counters().broken, 3U);
  EXPECT_EQ(peer.server.counters().requests, 0U);
}

TEST(RtuSession, Misbehaves) {
  const auto right = with_crc({1, 3, 2, 0x0B, 0x90});
  auto spoilt = right;
  spoilt[5] ^= 1U;
  const auto request = with_crc(frame_of(reading(200, 1)));
  auto echoed = request;
  echoed.insert(echoed.end(), right.begin(), right.end());
  const struct {
    const char* misdeed;
    Bytes answer;
  } cases[]{
      {"crc:100", spoilt}, {"wrong-unit:100", with_crc({2, 3, 2, 0x0B, 0x90})},
      {"drop", {1, 3, 2}}, {"silence", {}},
      {"dead-unit", {}},   {"echo", echoed},
  };
  for (const auto& test : cases) {
    Peer peer(Server::Line::serial, test.misdeed);
    RtuSession session(peer.server, peer.misbehaviour, {9600, 10});
    session.on_bytes(request, 1_s);
    auto all = joined(sent(session.output()));
    const auto rest = joined(ask(session, {}, 1_s));
    all.insert(all.end(), rest.begin(), rest.end());
    EXPECT_EQ(all, test.answer) << test.misdeed;
  }
}

TEST(RtuSession, ForgetsWhenNobodyIsThere) {
  Peer peer(Server::Line::serial);
  RtuSession session(peer.server, peer.misbehaviour, {9600, 10});
  session.on_bytes(with_crc(frame_of(reading(200, 1))), 1_s);
  session.reset();
  EXPECT_EQ(session.next_wake(), kNotDue);
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
