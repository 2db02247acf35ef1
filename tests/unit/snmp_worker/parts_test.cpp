#include <gtest/gtest.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/snmp_library/oid.hpp"

#include "fake_agent.hpp"
#include "snmp_worker/message_head.hpp"
#include "snmp_worker/rate_limit.hpp"
#include "snmp_worker/value_reader.hpp"

namespace bmsgw::snmp_worker {
namespace {

using core::SnmpAbsent;
using core::SnmpValue;

template <typename T>
SnmpValue read(u_char type, T value, TextStore& texts) {
  netsnmp_variable_list varbind{};
  varbind.type = type;
  varbind.val.string = reinterpret_cast<u_char*>(&value);
  varbind.val_len = sizeof value;
  return value_of(varbind, texts);
}

TEST(ValueReader, WholeNumbersOfEachTypeAreOne) {
  TextStore texts;
  EXPECT_EQ(read(ASN_INTEGER, -5L, texts), SnmpValue(std::int64_t{-5}));
  EXPECT_EQ(read(ASN_GAUGE, 4294967295L, texts), SnmpValue(std::int64_t{4294967295}));
  EXPECT_EQ(read(ASN_COUNTER, 7L, texts), SnmpValue(std::int64_t{7}));
  EXPECT_EQ(read(ASN_TIMETICKS, 8L, texts), SnmpValue(std::int64_t{8}));
  EXPECT_EQ(read(ASN_COUNTER64, counter64{1, 2}, texts), SnmpValue(std::int64_t{4294967298}));
  EXPECT_EQ(read(ASN_COUNTER64, counter64{0xFFFFFFFFU, 0xFFFFFFFFU}, texts),
            SnmpValue(18446744073709551615.0));
  EXPECT_EQ(read(ASN_OPAQUE_I64, counter64{0xFFFFFFFFU, 0xFFFFFFFEU}, texts), SnmpValue(std::int64_t{-2}));
}

TEST(ValueReader, OthersAreRealTextOrAbsent) {
  TextStore texts;
  EXPECT_EQ(read(ASN_OPAQUE_FLOAT, 1.5F, texts), SnmpValue(1.5));
  EXPECT_EQ(read(ASN_OPAQUE_DOUBLE, 2.25, texts), SnmpValue(2.25));
  EXPECT_EQ(read(ASN_IPADDRESS, std::array<u_char, 4>{192, 0, 2, 7}, texts),
            SnmpValue(std::string_view("192.0.2.7")));
  EXPECT_EQ(read(ASN_OBJECT_ID, std::array<oid, 3>{1, 3, 4294967295}, texts),
            SnmpValue(std::string_view("1.3.4294967295")));
  netsnmp_variable_list octets{};
  octets.type = ASN_OCTET_STR;
  u_char bytes[] = {'a', 0, 'b'};
  octets.val.string = bytes;
  octets.val_len = 3;
  EXPECT_EQ(value_of(octets, texts), SnmpValue(std::string_view("a\0b", 3)));
  EXPECT_EQ(read(ASN_NULL, 0, texts), SnmpValue(SnmpAbsent::null));
  EXPECT_EQ(read(SNMP_NOSUCHOBJECT, 0, texts), SnmpValue(SnmpAbsent::no_such_object));
  EXPECT_EQ(read(SNMP_NOSUCHINSTANCE, 0, texts), SnmpValue(SnmpAbsent::no_such_instance));
  EXPECT_EQ(read(SNMP_ENDOFMIBVIEW, 0, texts), SnmpValue(SnmpAbsent::end_of_view));
}

TEST(ValueReader, ANumberOfAWrongLengthIsItsBytes) {
  TextStore texts;
  EXPECT_EQ(read(ASN_INTEGER, std::array<char, 2>{'h', 'i'}, texts).index(), 3U);
  EXPECT_EQ(read(ASN_COUNTER64, std::array<char, 2>{'h', 'i'}, texts).index(), 3U);
  EXPECT_EQ(read(ASN_OPAQUE_FLOAT, std::array<char, 2>{'h', 'i'}, texts).index(), 3U);
  EXPECT_EQ(read(ASN_IPADDRESS, std::array<char, 2>{'h', 'i'}, texts).index(), 3U);
  netsnmp_variable_list empty{};
  for (const auto type : {ASN_INTEGER, unsigned{ASN_COUNTER64}, unsigned{ASN_OCTET_STR},
                          unsigned{ASN_OBJECT_ID}, unsigned{ASN_IPADDRESS}, unsigned{ASN_OPAQUE_DOUBLE}}) {
    empty.type = static_cast<u_char>(type);
    EXPECT_EQ(value_of(empty, texts), SnmpValue(std::string_view()));
  }
}

std::optional<MessageHead> head_of(const std::string& datagram) {
  return read_head({reinterpret_cast<const std::uint8_t*>(datagram.data()), datagram.size()});
}

std::string v3_message(const std::string& engine, const std::string& user, char model = '\x03',
                       const std::string& data = ber('\x04', "secret")) {
  const auto global = ber('\x02', {'\x07'}) + ber('\x02', std::string("\x05\xDC", 2)) +
                      ber('\x04', {'\x03'}) + ber('\x02', {model});
  const auto usm = ber('\x04', engine) + ber('\x02', {'\x01'}) + ber('\x02', {'\x02'}) + ber('\x04', user) +
                   ber('\x04', "signature") + ber('\x04', "salt");
  return ber('\x30', ber('\x02', {'\x03'}) + ber('\x30', global) + ber('\x04', ber('\x30', usm)) + data);
}

TEST(MessageHead, SaysWhoMaySpeak) {
  const auto v2 = ber('\x30', ber('\x02', {'\x01'}) + ber('\x04', "traps") + ber('\xA7', ""));
  auto head = head_of(v2);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->version, core::SnmpVersion::v2c);
  EXPECT_EQ(head->community, "traps");
  EXPECT_EQ(head->pdu, 0xA7);
  const auto v3 = v3_message("engine", "operator");
  head = head_of(v3);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->version, core::SnmpVersion::v3);
  EXPECT_EQ(head->engine_id, "engine");
  EXPECT_EQ(head->user, "operator");
  EXPECT_EQ(head->flags, 3);
  EXPECT_EQ(head->id, 7U);
  EXPECT_EQ(head->boots, 1U);
  EXPECT_EQ(head->time, 2U);
  EXPECT_EQ(head->report, "");
}

TEST(MessageHead, SaysWhatAPlainReportIsAbout) {
  const auto number = ber('\x02', {'\x05'});
  const auto data_of = [&number](char tag, const std::string& oid) {
    const auto varbinds = ber('\x30', ber('\x30', ber('\x06', oid) + number));
    return ber('\x30',
               ber('\x04', "engine") + ber('\x04', "") + ber(tag, number + number + number + varbinds));
  };
  const auto report_of = [](const std::string& data) {
    const auto message = v3_message("engine", "", '\x03', data);
    const auto head = head_of(message);
    return head ? std::string(head->report) : "no head";
  };
  const auto whole = data_of('\xA8', std::string(kUnknownEngineIds));
  EXPECT_EQ(report_of(whole), kUnknownEngineIds);
  EXPECT_EQ(report_of(data_of('\xA2', std::string(kUnknownEngineIds))), "");  // a response
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(report_of(whole.substr(0, size)), "") << size;
}

TEST(MessageHead, WhatIsCutOffOrOfAnotherKindIsNone) {
  const auto whole = v3_message("engine", "operator");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(head_of(whole.substr(0, size))) << size;
  EXPECT_FALSE(head_of(v3_message("engine", "operator", '\x01')));
  EXPECT_FALSE(head_of(ber('\x30', ber('\x02', {'\x02'}) + ber('\x04', "traps"))));
  EXPECT_FALSE(head_of("\x30\x85\x01\x01\x01\x01\x01\x02"));
  EXPECT_FALSE(head_of(std::string("\x30\x84\xFF\xFF\xFF\xFF\x02\x01\x00", 9)));
}

TEST(RateLimit, LetsABurstThroughAndThenSoManyASecond) {
  RateLimit limit(100, 200);
  auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
  int passed = 0;
  for (int i = 0; i < 1000; ++i) passed += limit.pass(now) ? 1 : 0;
  EXPECT_EQ(passed, 200);
  now += std::chrono::milliseconds(505);
  for (int i = 0; i < 1000; ++i) passed += limit.pass(now) ? 1 : 0;
  EXPECT_EQ(passed, 250);
  now += std::chrono::hours(1);
  for (int i = 0; i < 1000; ++i) passed += limit.pass(now) ? 1 : 0;
  EXPECT_EQ(passed, 450);
}

TEST(Oid, IsItsText) {
  for (const std::string text : {"1.3", "1.3.6.1.4.1.3808.1.1.7.5.5.1.7.160", "2.999.4294967295.0"})
    EXPECT_EQ(snmp_library::oid_text(snmp_library::Oid(text).arcs()), text);
  for (const std::string text : {"", "1", ".1.3", "1..3", "1.3.", "1.4294967296", "3.1", "1.-3", "one"})
    EXPECT_TRUE(snmp_library::Oid(text).empty()) << text;
}

}  // namespace
}  // namespace bmsgw::snmp_worker
