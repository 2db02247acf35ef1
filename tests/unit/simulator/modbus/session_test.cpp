#include <gtest/gtest.h>

#include "map_fixture.hpp"
#include "simulator/modbus/rtu_session.hpp"
#include "simulator/modbus/tcp_session.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using codec::modbus::Bytes;

/// A server with a map, and what is wrong with it.
struct Peer {
  explicit Peer(Server::Line line, const char* misdeed = nullptr)
      : misbehaviour(misdeed != nullptr ? std::vector{std::get<Misdeed>(parse_misdeed(misdeed))}
                                        : std::vector<Misdeed>{},
                     1),
        server(plan, {unit_config(1)}, line, misbehaviour) {}

  MapPlan plan = plan_of(cells_map());
  Misbehaviour misbehaviour;
  Server server;
};

/// What goes out, each piece when it does.
struct Piece {
  Elapsed at{0};
  Bytes bytes;
};

std::vector<Piece> sent(AnswerQueue& output) {
  std::vector<Piece> pieces;
  for (auto now = output.next_wake(); now != kNotDue; now = output.next_wake()) {
    const auto bytes = output.next(now);
    if (bytes.empty()) {
      ADD_FAILURE() << "woken for nothing at " << now.count();
      break;
    }
    pieces.push_back({now, {bytes.begin(), bytes.end()}});
    output.on_written(bytes.size(), now);
  }
  return pieces;
}

Bytes joined(const std::vector<Piece>& pieces) {
  Bytes all;
  for (const auto& piece : pieces) all.insert(all.end(), piece.bytes.begin(), piece.bytes.end());
  return all;
}

Bytes tcp_frame(const ModbusRequest& request, std::uint16_t transaction) {
  Bytes frame;
  codec::modbus::encode_tcp_request(request, transaction, frame);
  return frame;
}

Bytes with_crc(Bytes frame) {
  const auto crc = codec::modbus::crc16(frame);
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return frame;
}

const Bytes kSetting{0, 9, 0, 0, 0, 5, 1, 3, 2, 0x0B, 0x90};  // transaction 9, register 200: 2960

TEST(AnswerQueue, BytesArriveAtTheSpeedOfTheLine) {
  AnswerQueue queue;
  queue.push({Bytes(100, 1), 1_s, 0.001});
  queue.push({Bytes(10, 2), 0_s, 0});
  const auto pieces = sent(queue);
  std::size_t written = 0;
  for (const auto& piece : pieces) {
    if (piece.bytes.front() != 1) continue;
    written += piece.bytes.size();
    EXPECT_GE(piece.at, 1_s + written * 1_ms) << "not before the last of them could have arrived";
    EXPECT_LE(piece.at, 1_s + written * 1_ms + 10_ms);
  }
  EXPECT_EQ(written, 100U);
  EXPECT_NEAR(static_cast<double>(pieces.size()), 26, 2);
  EXPECT_EQ(pieces.back().bytes, Bytes(10, 2)) << "in their order, however early it was due";
  EXPECT_GE(pieces.back().at, 1100_ms);
}

TEST(AnswerQueue, WhatIsNotTakenStays) {
  AnswerQueue queue;
  queue.push({{1, 2, 3}, 0_s, 0});
  queue.on_written(2, 0_s);
  EXPECT_EQ(queue.next(0_s).size(), 1U);
  EXPECT_EQ(queue.next(0_s).front(), 3);
  for (std::size_t i = 0; i < 2 * AnswerQueue::kCapacity; ++i) queue.push({{1}, 0_s, 0});
  EXPECT_EQ(joined(sent(queue)).size(), AnswerQueue::kCapacity);
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
