#include "support/thingsboard/mqtt_packet.hpp"

#include <gtest/gtest.h>

#include "support/thingsboard/device_session.hpp"

namespace bmsgw::test {
namespace {

TEST(MqttPacketReader, CutsTheStreamWhereverItIsBroken) {
  const MqttPublish message{"a/b", std::string(300, 'x'), 1, true, false, 7};
  const auto bytes = write_publish(message) + write_ack(MqttType::puback, 9);
  MqttPacketReader reader(1000);
  std::vector<MqttPacket> packets;
  for (const char byte : bytes) {
    reader.add({&byte, 1});
    while (auto packet = reader.next()) packets.push_back(*packet);
  }
  ASSERT_EQ(packets.size(), 2U);
  const auto read = read_publish(packets[0]);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->topic, "a/b");
  EXPECT_EQ(read->payload, message.payload);
  EXPECT_EQ(read->packet_id, 7);
  EXPECT_TRUE(read->dup);
  EXPECT_EQ(read_packet_id(packets[1]), 9);
}

TEST(MqttPacketReader, StopsAtWhatIsTooLong) {
  MqttPacketReader reader(299);
  reader.add(write_publish({"t", std::string(300, 'x')}));
  EXPECT_FALSE(reader.next());
  EXPECT_NE(reader.problem(), "");
  MqttPacketReader endless(1000);
  endless.add("\x30\xFF\xFF\xFF\xFF\xFF");
  EXPECT_FALSE(endless.next());
  EXPECT_NE(endless.problem(), "");
}

struct MalformedCase {
  const char* name;
  MqttPacket packet;
};

class Malformed : public testing::TestWithParam<MalformedCase> {};

TEST_P(Malformed, IsNotRead) {
  const auto& packet = GetParam().packet;
  const bool is_read = (packet.type == MqttType::connect && read_connect(packet)) ||
                       (packet.type == MqttType::publish && read_publish(packet)) ||
                       (packet.type == MqttType::subscribe && read_subscribe(packet)) ||
                       (packet.type == MqttType::puback && read_packet_id(packet));
  EXPECT_FALSE(is_read);
}

using std::string_literals::operator""s;
INSTANTIATE_TEST_SUITE_P(
    , Malformed,
    testing::Values(MalformedCase{"connect_cut", {MqttType::connect, 0, "\0\4MQTT\4\xC2\0"s}},
                    MalformedCase{"publish_of_qos_3", {MqttType::publish, 6, "\0\1t\0\1"s}},
                    MalformedCase{"publish_without_id", {MqttType::publish, 2, "\0\1t\0\0"s}},
                    MalformedCase{"publish_to_a_filter", {MqttType::publish, 0, "\0\1+"s}},
                    MalformedCase{"publish_dup_of_qos_0", {MqttType::publish, 8, "\0\1t"s}},
                    MalformedCase{"subscribe_to_nothing", {MqttType::subscribe, 2, "\0\1"s}},
                    MalformedCase{"subscribe_flags", {MqttType::subscribe, 0, "\0\1\0\1t\0"s}},
                    MalformedCase{"puback_of_zero", {MqttType::puback, 0, "\0\0"s}}),
    [](const auto& instance) { return instance.param.name; });

TEST(MatchesFilter, Levels) {
  EXPECT_TRUE(matches_filter("v1/a/7", "v1/a/+"));
  EXPECT_TRUE(matches_filter("v1/a", "v1/a"));
  EXPECT_FALSE(matches_filter("v1/a", "v1/a/+"));
  EXPECT_FALSE(matches_filter("v1/a/7/8", "v1/a/+"));
  EXPECT_FALSE(matches_filter("v1/b/7", "v1/a/+"));
}

}  // namespace
}  // namespace bmsgw::test
