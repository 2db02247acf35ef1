#include "bmsgw/transport/snmp_worker_host.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "snmp_worker_rig.hpp"
#include "support/child_process.hpp"

namespace bmsgw::transport::test {
namespace {

using SnmpWorkerHostTest = SnmpWorkerRig;

bool is_there(pid_t pid) {
  return kill(pid, 0) == 0;
}

TEST_F(SnmpWorkerHostTest, WithoutALinkThatIsStartedNothingIs) {
  options_.trap_address = "127.0.0.1";
  make_host();
  link_ = host_->make_link(agent_);
  loop_.poll();
  EXPECT_TRUE(seen("start ").empty());
  EXPECT_EQ(host_->trap_status().error, "bms-snmp-worker isn't running");
}

TEST_F(SnmpWorkerHostTest, ALinkOpensAndIsAnswered) {
  start();
  EXPECT_FALSE(submit("early")) << "it isn't open yet";
  ASSERT_TRUE(is_open());
  const auto answer = ask("sysDescr");
  EXPECT_EQ(answer.id, id_);
  EXPECT_EQ(answer.outcome, SnmpOutcome::timeout);
  EXPECT_EQ(answer.words, "no answer: nobody has sysDescr");
  EXPECT_EQ(answer.took, std::chrono::microseconds(1500));
  EXPECT_EQ(seen("open "), std::vector<std::string>{"open 1 127.0.0.1 16161 -"});
  EXPECT_EQ(record_.order, "oa");
  EXPECT_EQ(logged("bms-snmp-worker started"), 1);
}

TEST_F(SnmpWorkerHostTest, OneRequestAtATime) {
  start();
  ASSERT_TRUE(is_open());
  EXPECT_TRUE(submit("first"));
  EXPECT_FALSE(submit("second"));
  ASSERT_TRUE(until([this] { return record_.answers.size() == 1; }));
  EXPECT_TRUE(submit("third"));
}

TEST_F(SnmpWorkerHostTest, LinksShareTheWorker) {
  start();
  SnmpRecord others;
  auto options = agent_;
  options.host = "::1";
  const auto other = host_->make_link(options);
  other->start(others);
  ASSERT_TRUE(is_open());
  ASSERT_TRUE(until([&others] { return others.opened == 1; }));
  EXPECT_TRUE(other->submit(1, {core::SnmpRequest::Kind::get, "trap", 0, {}}));
  ASSERT_TRUE(until([&others] { return others.answers.size() == 1; }));
  EXPECT_EQ(others.traps, std::vector<std::string>{"1.3.6.1.6.3.1.1.5.1"});
  EXPECT_EQ(record_.order, "o") << "what is another's isn't told";
  EXPECT_EQ(seen("start ").size(), 1U);
}

TEST_F(SnmpWorkerHostTest, WhatWasNotAskedIsDropped) {
  start();
  ASSERT_TRUE(is_open());
  EXPECT_EQ(ask("late").text, "right");
  EXPECT_EQ(record_.answers.size(), 1U);
}

TEST_F(SnmpWorkerHostTest, TheWorkerHasNothingOfOursButItsSocket) {
  setenv("BMSGW_SNMP_AUTH_PASSWORD", "secret", 1);
  const int open_file = open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as libraries do it
  start();
  EXPECT_TRUE(is_open());
  unsetenv("BMSGW_SNMP_AUTH_PASSWORD");
  close(open_file);
  ASSERT_EQ(seen("start ").size(), 1U);
  EXPECT_TRUE(seen("start ").front().ends_with(" descriptors 0 1 2 3")) << seen("start ").front();
  EXPECT_EQ(seen("environment").front().find("BMSGW"), std::string::npos);
}

TEST_F(SnmpWorkerHostTest, AfterItsDeathAnotherIsStartedAndTheAgentOpenedWithItsEngine) {
  start();
  ASSERT_TRUE(is_open());
  ASSERT_EQ(ask("engine").text, "known");
  EXPECT_TRUE(submit("die"));
  ASSERT_TRUE(is_down());
  EXPECT_EQ(record_.downs, std::vector<std::string>{"bms-snmp-worker has died: killed by SIGKILL"});
  EXPECT_FALSE(submit("closed"));
  ASSERT_TRUE(is_open(2));
  EXPECT_EQ(record_.order, "oado") << "what was under way isn't answered any more";
  EXPECT_EQ(ask("again").outcome, SnmpOutcome::timeout);
  EXPECT_EQ(seen("open "),
            (std::vector<std::string>{"open 1 127.0.0.1 16161 -", "open 2 127.0.0.1 16161 80656e67696e65"}));
  EXPECT_EQ(host_->trap_status().restarts, 1U);
  EXPECT_EQ(logged("bms-snmp-worker has died: killed by SIGKILL; it is started again in"), 1);
}

TEST_F(SnmpWorkerHostTest, AnExitStatusIsTold) {
  start();
  ASSERT_TRUE(is_open());
  EXPECT_TRUE(submit("exit"));
  ASSERT_TRUE(is_down());
  EXPECT_EQ(record_.downs.back(), "bms-snmp-worker has died: exit status 3");
}

TEST_F(SnmpWorkerHostTest, OneThatDiesAtOnceIsNeverTakenForOpen) {
  behave("dies");
  start();
  ASSERT_TRUE(until([this] { return host_->trap_status().restarts >= 1 && seen("start ").size() >= 2; }));
  EXPECT_EQ(record_.opened, 0);
  behave("");
  ASSERT_TRUE(is_open());
  EXPECT_EQ(record_.downs, std::vector<std::string>{"bms-snmp-worker has died: exit status 7"})
      << "each reason once";
}

TEST_F(SnmpWorkerHostTest, WithoutTheProgramItSaysWhereAndWhatToDo) {
  options_.program = dir_ / "not-there";
  start();
  ASSERT_TRUE(is_down());
  EXPECT_EQ(record_.downs.front(),
            dir_ / "not-there" +
                " can't be started: No such file or directory; install bms-gateway-snmp, or put "
                "bms-snmp-worker beside bms-gateway");
  EXPECT_EQ(logged("can't be started"), 1);
  std::filesystem::create_symlink(BMSGW_SOURCE_DIR "/tests/support/snmp_worker_stand_in.py",
                                  options_.program);
  ASSERT_TRUE(is_open()) << "it has been installed meanwhile";
  EXPECT_EQ(record_.downs.size(), 1U);
  EXPECT_EQ(logged("can't be started"), 1) << "once";
}

TEST_F(SnmpWorkerHostTest, ANameWithoutAddressIsTold) {
  agent_.host = "no-such-host.invalid";
  start();
  ASSERT_TRUE(is_down());
  EXPECT_NE(record_.downs.front().find("no-such-host.invalid"), std::string::npos) << record_.downs.front();
  EXPECT_EQ(record_.opened, 0);
}

TEST_F(SnmpWorkerHostTest, ANameIsLookedUp) {
  agent_.host = "localhost";
  start();
  ASSERT_TRUE(is_open());
  ASSERT_EQ(ask("x").outcome, SnmpOutcome::timeout);
  ASSERT_EQ(seen("open ").size(), 1U);
  EXPECT_TRUE(seen("open ").front().starts_with("open 1 127.0.0.1 ") ||
              seen("open ").front().starts_with("open 1 ::1 "));
}

TEST_F(SnmpWorkerHostTest, ReopeningForgetsTheEngine) {
  start();
  ASSERT_TRUE(is_open());
  ASSERT_EQ(ask("engine").text, "known");
  link_->reopen();
  ASSERT_TRUE(is_open(2));
  ASSERT_EQ(ask("x").outcome, SnmpOutcome::timeout);
  EXPECT_EQ(seen("close "), std::vector<std::string>{"close 1"});
  EXPECT_EQ(seen("open ").back(), "open 2 127.0.0.1 16161 -");
}

TEST_F(SnmpWorkerHostTest, ReopeningWaitsForWhatIsUnderWay) {
  start();
  ASSERT_TRUE(is_open());
  EXPECT_TRUE(submit("x"));
  link_->reopen();
  EXPECT_FALSE(submit("y"));
  ASSERT_TRUE(is_open(2));
  EXPECT_EQ(record_.order, "oao");
}

TEST_F(SnmpWorkerHostTest, OneThatHangsIsReplaced) {
  start();
  ASSERT_TRUE(is_open());
  const auto begin = steady_clock::now();
  EXPECT_TRUE(submit("hang"));
  ASSERT_TRUE(is_open(2));
  EXPECT_GE(steady_clock::now() - begin, link_->longest_request() + std::chrono::seconds(5));
  EXPECT_EQ(record_.order, "odo");
  EXPECT_EQ(record_.downs.back(), "bms-snmp-worker was stopped: it doesn't answer");
  EXPECT_EQ(host_->trap_status().restarts, 1U);
}

TEST_F(SnmpWorkerHostTest, OneThatSendsGarbageIsReplaced) {
  start();
  ASSERT_TRUE(is_open());
  EXPECT_TRUE(submit("garbage"));
  ASSERT_TRUE(is_open(2));
  EXPECT_EQ(record_.downs.back(),
            "bms-snmp-worker was stopped: it sent what is no message; is it of another version?");
  EXPECT_EQ(host_->trap_status().restarts, 1U);
}

TEST_F(SnmpWorkerHostTest, NothingIsLeftOfIt) {
  start();
  ASSERT_TRUE(is_open());
  const pid_t pid = last_worker();
  ASSERT_TRUE(is_there(pid));
  host_.reset();
  EXPECT_FALSE(is_there(pid)) << "not even a zombie";
  EXPECT_EQ(seen("left").size(), 1U) << "by itself";
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(SnmpWorkerHostTest, OneThatStaysIsKilled) {
  behave("stays");
  start();
  ASSERT_TRUE(is_open());
  const pid_t pid = last_worker();
  const auto begin = steady_clock::now();
  host_.reset();
  EXPECT_FALSE(is_there(pid));
  EXPECT_GE(steady_clock::now() - begin, milliseconds(1000));
  EXPECT_LT(steady_clock::now() - begin, milliseconds(5000));
}

TEST_F(SnmpWorkerHostTest, OtherChildrenAreNotTakenAway) {
  const bmsgw::test::ChildProcess starter("/bin/true", {});
  bmsgw::test::ChildProcess other("/bin/sh", {"-c", "exit 5"});
  start();
  ASSERT_TRUE(is_open());
  EXPECT_TRUE(submit("die"));
  ASSERT_TRUE(is_open(2));
  host_.reset();
  EXPECT_EQ(other.wait(), 5);
}

TEST_F(SnmpWorkerHostTest, AStoppedLinkTellsNothing) {
  start();
  ASSERT_TRUE(is_open());
  EXPECT_TRUE(submit("x"));
  link_->stop();
  SnmpRecord others;
  const auto other = host_->make_link(agent_);
  other->start(others);
  ASSERT_TRUE(until([&others] { return others.opened == 1; }));
  EXPECT_TRUE(other->submit(1, {core::SnmpRequest::Kind::get, "x", 0, {}}));
  ASSERT_TRUE(until([&others] { return others.answers.size() == 1; }));
  EXPECT_EQ(record_.order, "o");
  EXPECT_EQ(seen("close "), std::vector<std::string>{"close 1"});
}

TEST_F(SnmpWorkerHostTest, ALinkMayGoAndComeWhileTheHostStays) {
  start();
  link_.reset();
  link_ = host_->make_link(agent_);
  link_->start(record_);
  ASSERT_TRUE(is_open());
  EXPECT_EQ(record_.opened, 1);
  EXPECT_EQ(seen("start ").size(), 1U);
}

TEST_F(SnmpWorkerHostTest, TrapsAreListenedForInEveryLife) {
  options_.trap_address = "127.0.0.1";
  options_.trap_port = 16'162;
  start();
  ASSERT_TRUE(is_open());
  ASSERT_TRUE(until([this] { return host_->trap_status().error.empty(); }));
  EXPECT_TRUE(host_->trap_status().is_wanted);
  EXPECT_EQ(ask("strangers").text, "counted");
  EXPECT_TRUE(submit("die"));
  ASSERT_TRUE(is_down());
  EXPECT_EQ(host_->trap_status().error, "bms-snmp-worker has died: killed by SIGKILL");
  ASSERT_TRUE(is_open(2));
  EXPECT_EQ(ask("strangers").text, "counted");
  EXPECT_EQ(host_->trap_status().strangers, 6U) << "of both lives";
  EXPECT_EQ(host_->trap_status().dropped, 10U);
  EXPECT_EQ(seen("listen 127.0.0.1 16162").size(), 2U);
  EXPECT_EQ(logged("SNMP traps refused since the start: 3, the last one from 192.0.2.1"), 1)
      << "once a minute";
  EXPECT_EQ(logged("SNMP traps are received on 127.0.0.1 port 16162"), 1);
}

TEST_F(SnmpWorkerHostTest, APortThatCantBeHadIsToldOnce) {
  options_.trap_address = "127.0.0.1";
  start();
  ASSERT_TRUE(until([] { return logged("permission denied") > 0; }));
  EXPECT_EQ(host_->trap_status().error, "port 162: permission denied");
  ASSERT_TRUE(is_open());
  EXPECT_TRUE(submit("die"));
  ASSERT_TRUE(is_open(2));
  ASSERT_EQ(ask("x").outcome, SnmpOutcome::timeout);
  EXPECT_EQ(logged("permission denied"), 1);
}

TEST(SnmpLongestRequest, HasEveryTryAndOfV3TheDiscovery) {
  boost::asio::io_context loop;
  const core::SystemClock clock;
  SnmpWorkerHost host(loop, {}, clock);
  SnmpAgentOptions options;
  options.timeout_ms = 500;
  options.retries = 2;
  EXPECT_EQ(host.make_link(options)->longest_request(), milliseconds(2500));
  options.version = core::SnmpVersion::v3;
  EXPECT_EQ(host.make_link(options)->longest_request(), milliseconds(4000));
}

}  // namespace
}  // namespace bmsgw::transport::test
