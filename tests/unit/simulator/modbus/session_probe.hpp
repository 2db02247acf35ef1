#pragma once

#include <gtest/gtest.h>

#include "map_fixture.hpp"
#include "simulator/modbus/answer_queue.hpp"
#include "simulator/modbus/server.hpp"

/// What the tests of sessions share: a server behind them, and what they send.
namespace bmsgw::simulator::modbus {

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

inline std::vector<Piece> sent(AnswerQueue& output) {
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

inline Bytes joined(const std::vector<Piece>& pieces) {
  Bytes all;
  for (const auto& piece : pieces) all.insert(all.end(), piece.bytes.begin(), piece.bytes.end());
  return all;
}

}  // namespace bmsgw::simulator::modbus
