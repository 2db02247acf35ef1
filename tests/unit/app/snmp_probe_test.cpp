#include "app/snmp_probe.hpp"

#include <map>
#include <optional>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bmsgw::app {
namespace {

using core::SnmpOutcome;
using core::SnmpVersion;
using testing::HasSubstr;
using testing::Not;

/// Answers in one version, or in none.
class FakePeer final : public SnmpPeer {
 public:
  std::string open(SnmpVersion version) override {
    opened.push_back(version);
    return problem;
  }
  SnmpReply get(const std::string& oid) override {
    if (opened.back() < silent_until) return {SnmpOutcome::timeout, "no answer"};
    if (opened.back() != answers_in) return {silence, "no answer"};
    if (asked++ >= dies_after) return {SnmpOutcome::timeout, "no answer"};
    const auto found = objects.find(oid);
    if (found == objects.end()) return {SnmpOutcome::error, "noSuchName (2)"};
    return {SnmpOutcome::ok, "ok", std::chrono::milliseconds(3), found->second};
  }

  std::string problem;
  std::optional<SnmpVersion> answers_in;
  SnmpOutcome silence = SnmpOutcome::timeout;
  SnmpVersion silent_until = SnmpVersion::v1;
  int dies_after = 1000;
  int asked = 0;
  std::map<std::string, decltype(SnmpReply::value)> objects;
  std::vector<SnmpVersion> opened;
};

class SnmpProbeTest : public testing::Test {
 protected:
  int run() { return probe_snmp(peer_, probe_, out_, err_); }

  FakePeer peer_;
  SnmpProbe probe_{"192.168.20.177", 161, {SnmpVersion::v1, SnmpVersion::v2c, SnmpVersion::v3}, false, false};
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(SnmpProbeTest, TellsWhatABatteryManagerIs) {
  peer_.answers_in = SnmpVersion::v1;
  peer_.objects = {{"1.3.6.1.2.1.1.1.0", "BM100"},
                   {"1.3.6.1.2.1.1.3.0", std::int64_t{26 * 60 + 5} * 6000},
                   {"1.3.6.1.4.1.3808.1.1.7.1.1.0", "BM100"},
                   {"1.3.6.1.4.1.3808.1.1.7.5.1.0", std::int64_t{160}},
                   {"1.3.6.1.4.1.3808.1.1.4.2.6.0", std::int64_t{-55}},
                   {"1.3.6.1.4.1.3808.1.1.8.2.2.0", std::int64_t{2}}};
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(
      out_.str(),
      "version 1: answers in 3 ms\n"
      "  sysDescr       BM100\n"
      "  sysUpTime      1 d 2 h 5 min\n"
      "  model          BM100\n"
      "  probes         160\n"
      "  environment    sensor of the first generation, -5.5 degrees Celsius\n"
      "  environment 2  sensors of the second generation, in degrees Fahrenheit\n"
      "for settings.json: {\"snmp\": {\"host\": \"192.168.20.177\", \"profile\": \"cyberpower-bm\"}}\n");
  EXPECT_EQ(err_.str(), "");
  EXPECT_EQ(peer_.opened.size(), 1U) << "the first version that answers is enough";
}

TEST_F(SnmpProbeTest, OthersNeedAMap) {
  peer_.answers_in = SnmpVersion::v2c;
  peer_.objects = {{"1.3.6.1.2.1.1.1.0", "Linux"}};
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("version 1: no answer\nversion 2c: answers in 3 ms\n"));
  EXPECT_THAT(out_.str(), HasSubstr("no CyberPower battery manager"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("settings.json:")));
}

TEST_F(SnmpProbeTest, PortAndVersionAreInTheRecommendation) {
  probe_.port = 1161;
  probe_.versions = {SnmpVersion::v3};
  probe_.has_user = true;
  peer_.answers_in = SnmpVersion::v3;
  peer_.objects = {{"1.3.6.1.4.1.3808.1.1.7.1.1.0", "BP100"}};
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"port\": 1161, \"version\": \"3\", \"user\": "));
}

TEST_F(SnmpProbeTest, WhatADeviceSaysCantHarmATerminal) {
  peer_.answers_in = SnmpVersion::v1;
  peer_.objects = {{"1.3.6.1.2.1.1.1.0", "a\x1b[2Jb\x07"}};
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("  sysDescr       a [2Jb\n"));
}

TEST_F(SnmpProbeTest, SilenceHasReasons) {
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(out_.str(), "version 1: no answer\nversion 2c: no answer\nversion 3: no answer\n");
  EXPECT_THAT(err_.str(), HasSubstr("nothing answers at 192.168.20.177 port 161"));
  EXPECT_THAT(err_.str(), HasSubstr("SNMPv1 service is off"));
  EXPECT_THAT(err_.str(), HasSubstr("another community"));
  EXPECT_THAT(err_.str(), HasSubstr("access list"));
  EXPECT_EQ(peer_.opened.size(), 3U);
}

TEST_F(SnmpProbeTest, SilenceOfVersion3HasOthers) {
  probe_.versions = {SnmpVersion::v3};
  EXPECT_EQ(run(), 1);
  EXPECT_THAT(err_.str(), HasSubstr("SNMPv3 service is off"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("community")));
}

TEST_F(SnmpProbeTest, AClosedPortIsAnotherMatter) {
  peer_.silence = SnmpOutcome::unreachable;
  EXPECT_EQ(run(), 1);
  EXPECT_THAT(err_.str(), HasSubstr("192.168.20.177 port 161 can't be reached: the port is closed"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("nothing answers")));
}

TEST_F(SnmpProbeTest, AnEngineThatKnowsNoSuchUserIsThere) {
  probe_.versions = {SnmpVersion::v3};
  peer_.silence = SnmpOutcome::denied;
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("version 3: an agent is there; --user"));
}

TEST_F(SnmpProbeTest, OneThatIsThereByVersion3AloneMayHaveAnotherCommunity) {
  peer_.silent_until = SnmpVersion::v3;
  peer_.silence = SnmpOutcome::denied;
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("version 2c: no answer\nversion 3: an agent is there"));
  EXPECT_THAT(out_.str(), HasSubstr("the community is another one"));
}

TEST_F(SnmpProbeTest, AUserThatIsDeniedIsAFailure) {
  probe_.versions = {SnmpVersion::v3};
  probe_.has_user = true;
  peer_.silence = SnmpOutcome::denied;
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(out_.str(), "version 3: no answer\n") << "as the worker has put it";
}

TEST_F(SnmpProbeTest, OneThatGoesSilentIsNotAskedOn) {
  peer_.answers_in = SnmpVersion::v1;
  peer_.dies_after = 3;
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(peer_.asked, 4);
  EXPECT_THAT(out_.str(), HasSubstr("then it went silent: no answer"));
}

TEST_F(SnmpProbeTest, WithoutTheWorkerNothingIsAsked) {
  peer_.problem = "bms-snmp-worker can't be started";
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(err_.str(), "bms-snmp-worker can't be started\n");
  EXPECT_EQ(peer_.opened.size(), 1U);
}

}  // namespace
}  // namespace bmsgw::app
