#include <cmath>
#include <limits>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include "bmsgw/codec/snmp/worker_message.hpp"

namespace bmsgw::codec::snmp {
namespace {

using core::SnmpAbsent;
using core::SnmpOutcome;
using core::SnmpValue;

std::vector<ToWorker> to_worker() {
  OpenAgent open;
  open.agent = 0xFFFFFFFF;
  open.address = "fe80::1%eth0";
  open.port = 65535;
  open.version = core::SnmpVersion::v3;
  open.community = "public";
  open.trap_community = std::string("a\0b", 3);
  open.user = "bms";
  open.auth = core::SnmpAuth::sha512;
  open.auth_password = "0123456789abcdef";
  open.priv = core::SnmpPriv::aes256;
  open.priv_password = "fedcba9876543210";
  open.engine_id = std::string("\x80\x00\x0e\xe0\x00", 5);
  open.timeout_ms = 30000;
  open.retries = 10;
  core::SnmpRequest get{core::SnmpRequest::Kind::get_bulk, "1.3.6.1.2.1.1.1.0\n1.3.6.1.2.1.1.3.0", 25, {}};
  core::SnmpRequest set{core::SnmpRequest::Kind::set, "", 0, {}};
  set.sets.push_back({"1.3.6.1.4.1.3808.1.1.7.6.2.0", std::int64_t{-2}});
  set.sets.push_back({"1.3.6.1.4.1.3808.1.1.7.1.8.0", std::string("room 7")});
  return {OpenAgent{},
          open,
          CloseAgent{7},
          AskAgent{7, 1ULL << 63U, get},
          AskAgent{7, 2, set},
          AskAgent{},
          ListenForTraps{"::", 10162}};
}

std::vector<FromWorker> from_worker() {
  AgentAnswer answer{3, 1ULL << 40U, SnmpOutcome::error, 2, 4, 1500, "noSuchName", {}, {}};
  AgentAnswer values{3, 9, SnmpOutcome::ok, 0, 0, 800, {}, {}, {}};
  values.values = {SnmpAbsent::end_of_view,
                   std::int64_t{-1},
                   1.8446744073709552e19,
                   std::string_view("abc"),
                   std::numeric_limits<std::int64_t>::min(),
                   std::string_view()};
  values.oids = {"1.3.6", "1.3.6.1", "", "1.3", "1.2", "1.1"};
  AgentTrap trap{3, {"1.3.6.1.4.1.3808.0.603", "192.168.20.177", {}}};
  trap.trap.varbinds = {{"1.3.6.1.4.1.3808.2.2.6.0", std::int64_t{101}},
                        {"1.3.6.1.4.1.3808.2.2.3.0", std::string_view("low voltage")}};
  return {AgentAnswer{},
          answer,
          values,
          trap,
          AgentEngine{3, std::string_view("\x80\x00", 2)},
          TrapListener{"permission denied"},
          TrapListener{},
          TrapCounters{5, 1ULL << 50U, "192.168.1.7: another community"}};
}

/// Of the packet's own size on the heap, so that the address sanitizer sees a read beyond.
class Packet {
 public:
  explicit Packet(std::string_view bytes) : size_(bytes.size()), bytes_(new char[bytes.size()]) {
    bytes.copy(bytes_.get(), bytes.size());
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> bytes_;
};

std::vector<std::string> all_packets() {
  std::vector<std::string> packets;
  for (const auto& message : to_worker()) encode_message(message, packets.emplace_back());
  for (const auto& message : from_worker()) encode_message(message, packets.emplace_back());
  return packets;
}

bool is_message(std::string_view bytes) {
  const Packet packet(bytes);
  FromWorker into;
  return decode_to_worker(packet.view()).has_value() || decode_from_worker(packet.view(), into);
}

TEST(SnmpWorkerMessage, ToTheWorkerComesBackAsItWas) {
  for (const auto& message : to_worker()) {
    std::string packet = "what was there before";
    encode_message(message, packet);
    const auto again = decode_to_worker(packet);
    ASSERT_TRUE(again) << message.index();
    EXPECT_EQ(*again, message) << message.index();
  }
}

TEST(SnmpWorkerMessage, FromTheWorkerComesBackAsItWas) {
  FromWorker into;  // kept, as a reader keeps it: nothing of the one before may stay
  for (const auto& message : from_worker()) {
    std::string packet;
    encode_message(message, packet);
    ASSERT_TRUE(decode_from_worker(packet, into)) << message.index();
    EXPECT_EQ(into.index(), message.index());
    std::string again;
    encode_message(into, again);
    EXPECT_EQ(again, packet) << message.index();
  }
}

TEST(SnmpWorkerMessage, AnswerHasItsFields) {
  std::string packet;
  encode_message(from_worker()[2], packet);
  FromWorker into;
  ASSERT_TRUE(decode_from_worker(packet, into));
  const auto& answer = std::get<AgentAnswer>(into);
  EXPECT_EQ(answer.id, 9U);
  EXPECT_EQ(answer.took_us, 800U);
  ASSERT_EQ(answer.values.size(), 6U);
  EXPECT_EQ(answer.values[0], SnmpValue(SnmpAbsent::end_of_view));
  EXPECT_EQ(answer.values[1], SnmpValue(std::int64_t{-1}));
  EXPECT_EQ(answer.values[2], SnmpValue(1.8446744073709552e19));
  EXPECT_EQ(answer.values[3], SnmpValue(std::string_view("abc")));
  EXPECT_EQ(answer.oids[1], "1.3.6.1");
  const auto* const shown = std::get<std::string_view>(answer.values[3]).data();
  EXPECT_TRUE(shown >= packet.data() && shown < packet.data() + packet.size()) << "a view into the packet";
}

TEST(SnmpWorkerMessage, LayoutIsAsWritten) {
  std::string packet;
  encode_message(ToWorker(ListenForTraps{"::1", 0x0102}), packet);
  EXPECT_EQ(packet, std::string("\x04\x03\0\0\0::1\x02\x01", 10));
  encode_message(FromWorker(AgentEngine{5, "e"}), packet);
  EXPECT_EQ(packet, std::string("\x83\x05\0\0\0\x01\0\0\0e", 10));
}

TEST(SnmpWorkerMessage, CutOffAnywhereItIsNone) {
  for (const auto& whole : all_packets()) {
    ASSERT_TRUE(is_message(whole));
    for (std::size_t length = 0; length < whole.size(); ++length)
      EXPECT_FALSE(is_message(std::string_view(whole).substr(0, length))) << length << " of " << whole.size();
  }
}

TEST(SnmpWorkerMessage, BytesBehindItMakeItNone) {
  for (const auto& whole : all_packets()) EXPECT_FALSE(is_message(whole + '\0'));
}

TEST(SnmpWorkerMessage, WhatItCantBeIsRefused) {
  struct Case {
    const char* name;
    std::string packet;
  };
  using namespace std::string_literals;
  const auto agent = "\x01\0\0\0"s;
  const auto id = "\x01\0\0\0\0\0\0\0"s;
  for (const Case& c : {
           Case{"empty", ""},
           {"type 0", "\0"s},
           {"a type behind the last one to the worker", "\x05"s},
           {"a type behind the last one from it", "\x86"s},
           {"a kind that isn't one",
            "\x03"s + agent + id + "\x04"s + "\0\0\0\0"s + "\0\0\0\0"s + "\0\0\0\0"s},
           {"more sets than bytes",
            "\x03"s + agent + id + "\x03"s + "\0\0\0\0"s + "\0\0\0\0"s + "\xff\xff\xff\xff"s},
           {"a set of a third alternative", "\x03"s + agent + id + "\x03"s + "\0\0\0\0"s + "\0\0\0\0"s +
                                                "\x01\0\0\0"s + "\0\0\0\0"s + "\x02\0\0\0\0\0\0\0\0"s},
           {"a text longer than the packet", "\x84\xff\xff\xff\xff"s},
       }) {
    EXPECT_FALSE(is_message(c.packet)) << c.name;
  }
}

TEST(SnmpWorkerMessage, TheWrongWayItIsNone) {
  FromWorker into;
  for (const auto& message : to_worker()) {
    std::string packet;
    encode_message(message, packet);
    EXPECT_FALSE(decode_from_worker(packet, into));
  }
  for (const auto& message : from_worker()) {
    std::string packet;
    encode_message(message, packet);
    EXPECT_FALSE(decode_to_worker(packet));
  }
}

TEST(SnmpWorkerMessage, TooLongIsNotMade) {
  AgentAnswer answer;
  const std::string most(kMostMessage - 46,
                         'x');  // type and the other fields are 46 bytes with the value's length
  answer.values = {std::string_view(most)};
  std::string packet;
  encode_message(FromWorker(answer), packet);
  ASSERT_LE(packet.size(), kMostMessage);
  const std::size_t room = kMostMessage - packet.size();
  ASSERT_FALSE(packet.empty());
  EXPECT_TRUE(is_message(packet));
  const std::string more(most.size() + room + 1, 'x');
  answer.values = {std::string_view(more)};
  encode_message(FromWorker(answer), packet);
  EXPECT_TRUE(packet.empty());
  EXPECT_FALSE(is_message(std::string(kMostMessage + 1, '\x84')));
}

TEST(SnmpWorkerMessage, AnyBytesAreRefusedOrTheMessageThatTheyAre) {
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same in each run
  const auto packets = all_packets();
  FromWorker into;
  std::string again;
  for (int i = 0; i < 200'000; ++i) {
    std::string bytes = packets[random() % packets.size()];
    for (auto changes = random() % 4; changes-- > 0;)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    const Packet packet(bytes);
    if (const auto message = decode_to_worker(packet.view())) {
      encode_message(*message, again);
      ASSERT_EQ(again, bytes);
    } else if (decode_from_worker(packet.view(), into)) {
      encode_message(into, again);
      ASSERT_EQ(again, bytes);
    }
  }
}

}  // namespace
}  // namespace bmsgw::codec::snmp
