#include "simulator/modbus/tcp_session.hpp"

#include "session_probe.hpp"

namespace bmsgw::simulator::modbus {
namespace {

const Bytes kSetting{0, 9, 0, 0, 0, 5, 1, 3, 2, 0x0B, 0x90};  // transaction 9, register 200: 2960

Bytes tcp_frame(const ModbusRequest& request, std::uint16_t transaction) {
  Bytes frame;
  codec::modbus::encode_tcp_request(request, transaction, frame);
  return frame;
}

TEST(TcpSession, AnswersWholeFramesOnly) {
  Peer peer(Server::Line::tcp);
  TcpSession session(peer.server, peer.misbehaviour);
  const auto frame = tcp_frame(reading(200, 1), 9);
  for (const auto byte : frame) {
    EXPECT_TRUE(session.output().empty());
    EXPECT_TRUE(session.on_bytes(std::span(&byte, 1), 1_s));
  }
  EXPECT_EQ(joined(sent(session.output())), kSetting);
}

TEST(TcpSession, AnswersSeveralInTheirOrder) {
  Peer peer(Server::Line::tcp);
  TcpSession session(peer.server, peer.misbehaviour);
  Bytes frames;
  for (std::uint16_t transaction = 9; transaction <= 11; ++transaction) {
    const auto frame = tcp_frame(reading(200, 1), transaction);
    frames.insert(frames.end(), frame.begin(), frame.end());
  }
  EXPECT_TRUE(session.on_bytes(std::span(frames).first(20), 1_s));
  EXPECT_TRUE(session.on_bytes(std::span(frames).subspan(20), 1_s));
  const auto answers = joined(sent(session.output()));
  ASSERT_EQ(answers.size(), 3 * kSetting.size());
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(answers[i * kSetting.size() + 1], 9 + i);
}

TEST(TcpSession, WhatIsNoModbusEndsTheConnection) {
  for (const auto& [at, value] : {std::pair{3, 1}, {5, 0}, {4, 1}}) {  // protocol, length 0, length too great
    Peer peer(Server::Line::tcp);
    TcpSession session(peer.server, peer.misbehaviour);
    auto frame = tcp_frame(reading(200, 1), 9);
    frame[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
    EXPECT_FALSE(session.on_bytes(frame, 1_s)) << at;
    EXPECT_EQ(peer.server.counters().broken, 1U);
  }
}

TEST(TcpSession, Misbehaves) {
  const struct {
    const char* misdeed;
    Bytes answer;
    bool ends;
  } cases[]{
      {"wrong-transaction:100", {0, 8, 0, 0, 0, 5, 1, 3, 2, 0x0B, 0x90}, false},
      {"wrong-unit:100", {0, 9, 0, 0, 0, 5, 2, 3, 2, 0x0B, 0x90}, false},
      {"busy", {0, 9, 0, 0, 0, 3, 1, 0x83, 6}, false},
      {"drop", {0, 9, 0, 0, 0}, true},
      {"silence", {}, false},
  };
  for (const auto& test : cases) {
    Peer peer(Server::Line::tcp, test.misdeed);
    TcpSession session(peer.server, peer.misbehaviour);
    EXPECT_TRUE(session.on_bytes(tcp_frame(reading(200, 1), 9), 1_s));
    EXPECT_EQ(joined(sent(session.output())), test.answer) << test.misdeed;
    EXPECT_EQ(session.output().has_ended(), test.ends) << test.misdeed;
  }
}

TEST(TcpSession, GarbageStandsBeforeTheAnswer) {
  Peer peer(Server::Line::tcp, "garbage:100");
  TcpSession session(peer.server, peer.misbehaviour);
  EXPECT_TRUE(session.on_bytes(tcp_frame(reading(200, 1), 9), 1_s));
  const auto all = joined(sent(session.output()));
  ASSERT_GT(all.size(), kSetting.size());
  EXPECT_EQ(Bytes(all.end() - static_cast<std::ptrdiff_t>(kSetting.size()), all.end()), kSetting);
}

TEST(TcpSession, LateAnswersAllCome) {
  Peer peer(Server::Line::tcp, "late:1500");
  TcpSession session(peer.server, peer.misbehaviour);
  EXPECT_TRUE(session.on_bytes(tcp_frame(reading(200, 1), 9), 1_s));
  EXPECT_TRUE(session.on_bytes(tcp_frame(reading(200, 1), 10), 2_s));
  const auto pieces = sent(session.output());
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].at, 2500_ms);
  EXPECT_EQ(pieces[1].at, 3500_ms);
}

TEST(TcpSession, SlowBytes) {
  Peer peer(Server::Line::tcp, "slow:10");
  TcpSession session(peer.server, peer.misbehaviour);
  EXPECT_TRUE(session.on_bytes(tcp_frame(reading(200, 1), 9), 1_s));
  const auto pieces = sent(session.output());
  EXPECT_EQ(pieces.size(), kSetting.size());
  EXPECT_EQ(joined(pieces), kSetting);
  EXPECT_NEAR(static_cast<double>(pieces.back().at.count()), 1'110'000, 1000);
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
