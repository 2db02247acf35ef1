// SnmpWorkerHost with the real bms-snmp-worker and Debian's snmpd.
#include <csignal>

#include "snmp_worker_rig.hpp"
#include "support/snmpd.hpp"

namespace bmsgw::transport::test {
namespace {

constexpr const char* kSysName = "1.3.6.1.2.1.1.5.0";

class SnmpRealWorkerTest : public SnmpWorkerRig {
 protected:
  SnmpRealWorkerTest() {
    options_.program = BMSGW_BINARY_DIR "/bms-snmp-worker";
    agent_.community = "public";
    agent_.timeout_ms = 2000;
    agent_.retries = 1;
  }

  /// The same agent by version 1 and a name, and by version 3.
  void start_both() {
    agent_.host = "localhost";
    agent_.port = snmpd_.port();
    start();
    auto options = agent_;
    options.host = "127.0.0.1";
    options.version = core::SnmpVersion::v3;
    options.user = "bms";
    options.auth = core::SnmpAuth::sha1;
    options.auth_password = "sixteen-letters-1";
    options.priv = core::SnmpPriv::aes128;
    options.priv_password = "sixteen-letters-2";
    third_link_ = host_->make_link(options);
    third_link_->start(third_);
    ASSERT_TRUE(until([this] { return record_.opened == 1 && third_.opened == 1; }));
  }
  /// Where localhost is ::1 first, nobody is there: reopening takes the next of its addresses.
  void ask_first() {
    auto answer = ask(kSysName);
    if (answer.outcome == SnmpOutcome::unreachable) {
      link_->reopen();
      ASSERT_TRUE(is_open(record_.opened + 1));
      answer = ask(kSysName);
    }
    EXPECT_EQ(answer.text, "battery room") << answer.words;
  }
  void ask_third(std::size_t times) {
    ASSERT_TRUE(third_link_->submit(times, {core::SnmpRequest::Kind::get, kSysName, 0, {}}));
    ASSERT_TRUE(until([this, times] { return third_.answers.size() == times; }));
    EXPECT_EQ(third_.answers.back().text, "battery room") << third_.answers.back().words;
  }
  static pid_t worker() {
    for (const auto& line : log_lines()) {
      if (line.starts_with("bms-snmp-worker started")) return std::stoi(line.substr(line.rfind(' ')));
    }
    ADD_FAILURE() << "no line about its start";
    return -1;
  }

  bmsgw::test::Snmpd snmpd_{{.engine_id = "80001f8803aabbccddeeff",
                             .users = {{"bms", "SHA", "sixteen-letters-1", "AES", "sixteen-letters-2"}},
                             .more = {"sysName battery room"}}};
  SnmpRecord third_;
  std::unique_ptr<SnmpLink> third_link_;
};

TEST_F(SnmpRealWorkerTest, AgentsAreAskedAndAgainAfterADeath) {
  start_both();
  ask_first();
  ask_third(1);
  const pid_t pid = worker();
  ASSERT_GT(pid, 0);
  ASSERT_EQ(kill(pid, SIGKILL), 0);
  ASSERT_TRUE(until([this] { return !record_.downs.empty() && !third_.downs.empty(); }));
  const int opened = record_.opened;
  ASSERT_TRUE(until([this, opened] { return record_.opened > opened && third_.opened == 2; }));
  ask_first();
  ask_third(2);
  EXPECT_EQ(host_->trap_status().restarts, 1U);
}

TEST_F(SnmpRealWorkerTest, ItLeavesWithoutForce) {
  start();
  ASSERT_TRUE(is_open());
  const auto begin = steady_clock::now();
  host_.reset();
  EXPECT_LT(steady_clock::now() - begin, milliseconds(900)) << "it left at the end of its socket";
}

}  // namespace
}  // namespace bmsgw::transport::test
