#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "support/child_process.hpp"
#include "worker_rig.hpp"

namespace bmsgw::snmp_worker {
namespace {

using core::SnmpOutcome;
using test::snmp_get;

TEST(WorkerProgram, SaysThatItIsStartedByTheGateway) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{}, {"--state-dir", "."}, {"--help"}}) {
    test::ChildProcess program(BMSGW_BINARY_DIR "/bms-snmp-worker", arguments);
    EXPECT_EQ(program.wait(), 64);
    EXPECT_EQ(program.err(),
              "bms-snmp-worker is started by bms-gateway when a bus of kind snmp is configured\n");
  }
}

TEST(WorkerProgram, LeavesAtOnceWhenTheGatewayIsGone) {
  test::SnmpWorkerClient worker;
  auto agent = community_agent(test::free_udp_port());
  agent.timeout_ms = 60'000;
  worker.send(agent);
  worker.send(codec::snmp::ListenForTraps{"127.0.0.1", test::free_udp_port()});
  ASSERT_TRUE(worker.next<codec::snmp::TrapListener>());
  worker.hang_up();
  EXPECT_EQ(worker.wait(), 0);
  EXPECT_EQ(worker.err(), "");
}

TEST(WorkerProgram, LeavesWhenTheGatewayTakesNothingAnyMore) {
  test::SnmpWorkerClient worker;
  // Each is answered at once; nobody reads the answers. How many fit into the socket is the kernel's matter.
  try {
    for (int i = 0; i < 200'000 && !worker.wait(std::chrono::milliseconds(0)); ++i)
      worker.ask(1, snmp_get({kModel}));
  } catch (const std::exception&) {
    // It has left while it was being asked.
  }
  EXPECT_EQ(worker.wait(), 1);
  EXPECT_EQ(worker.err(), "bms-snmp-worker: bms-gateway takes no messages any more\n");
}

TEST(WorkerProgram, WhatIsNoMessageIsSaidOnceAndSkipped) {
  const test::Snmpd snmpd(objects());
  test::SnmpWorkerClient worker;
  worker.send_bytes("nonsense");
  worker.send_bytes(std::string(codec::snmp::kMostMessage, '\xFF'));
  worker.send(community_agent(snmpd.port()));
  EXPECT_EQ(worker.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  EXPECT_EQ(worker.err(), "bms-snmp-worker: bms-gateway sends what this version doesn't understand\n");
}

TEST(WorkerProgram, IgnoresCtrlCWhichIsTheGateways) {
  const test::Snmpd snmpd(objects());
  test::SnmpWorkerClient worker;
  worker.send(community_agent(snmpd.port()));
  EXPECT_EQ(worker.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
  kill(worker.pid(), SIGINT);
  EXPECT_EQ(worker.ask_and_wait(1, snmp_get({kModel})).outcome, SnmpOutcome::ok);
}

}  // namespace
}  // namespace bmsgw::snmp_worker
