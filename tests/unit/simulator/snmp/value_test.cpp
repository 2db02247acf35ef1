#include "bmsgw/simulator/snmp/value.hpp"

#include <gtest/gtest.h>

namespace bmsgw::simulator::snmp {
namespace {

TEST(SnmpValue, ObjectIdentifiersAreReadAndSaid) {
  EXPECT_EQ(oid_of("1.3.6.1.4.1.3808"), (Oid{1, 3, 6, 1, 4, 1, 3808}));
  EXPECT_EQ(oid_of(".1.3.4294967295"), (Oid{1, 3, 4294967295U}));
  EXPECT_EQ(oid_of("1.3.x"), Oid{});
  EXPECT_EQ(oid_of(""), Oid{});
  EXPECT_EQ(text_of({1, 3, 6}), "1.3.6");
  EXPECT_EQ(joined({1, 3}, 0), (Oid{1, 3, 0}));
}

TEST(SnmpValue, SizesAreThoseOfBer) {
  struct Case {
    const char* name;
    Varbind varbind;
    std::size_t bytes;
  };
  const auto sys = oid_of("1.3.6.1.2.1.1.3.0");  // 2B 06 01 02 01 01 03 00: 8 bytes and a header of 2
  const Case cases[] = {
      {"null", {sys, {}}, 2 + 10 + 2},
      {"small number", {sys, Value::integer(5)}, 2 + 10 + 3},
      {"largest of one byte", {sys, Value::integer(127)}, 2 + 10 + 3},
      {"two bytes", {sys, Value::integer(128)}, 2 + 10 + 4},
      {"negative", {sys, Value::integer(-129)}, 2 + 10 + 4},
      {"smallest of one byte", {sys, Value::integer(-128)}, 2 + 10 + 3},
      {"text", {sys, Value::text("abc")}, 2 + 10 + 5},
      {"long text", {sys, Value::text(std::string(200, 'x'))}, 3 + 10 + 3 + 200},
      {"longer text", {sys, Value::text(std::string(300, 'x'))}, 4 + 10 + 4 + 300},
      {"identifier", {sys, {Value::Type::object_id, 0, {}, oid_of("1.3.6.1.4.1.3808")}}, 2 + 10 + 2 + 7},
  };
  for (const auto& test : cases) EXPECT_EQ(encoded_size(test.varbind), test.bytes) << test.name;
}

}  // namespace
}  // namespace bmsgw::simulator::snmp
