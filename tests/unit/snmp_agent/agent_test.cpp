#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sstream>

#include "bmsgw/simulator/snmp/value.hpp"

#include "agent_fixture.hpp"

namespace bmsgw::test {
namespace {

using simulator::snmp::Oid;
using simulator::snmp::oid_of;

/// The object identifiers of a walk's lines, in their order.
std::vector<Oid> walked(const std::string& out) {
  std::vector<Oid> oids;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    const auto oid = oid_of(line.substr(0, line.find(' ')));
    if (!oid.empty()) oids.push_back(oid);
  }
  return oids;
}

TEST_F(Agent, DebiansSnmpwalkWalksAllInOrder) {
  start(user_options());
  const auto all = walked(run("snmpwalk", v1(), {".1"}));
  EXPECT_GT(all.size(), 4900U);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  const auto said = agent_->out();
  EXPECT_NE(said.find(std::to_string(all.size()) + " objects"), std::string::npos) << said;
  EXPECT_EQ(walked(run("snmpwalk", v3(), {".1"})).size(), all.size() + 1) << "and where it ends";
}

TEST_F(Agent, GetAndGetNextOverBothVersions) {
  start(user_options());
  for (const auto& access : {v1(), v3()}) {
    EXPECT_EQ(get(access, "5.2.0"), "160\n");
    EXPECT_EQ(run("snmpgetnext", access, {std::string(kRoot) + "5.3.1.4.40"}),
              std::string(".") + kRoot + "5.3.1.4.41 = INTEGER: 1\n");
  }
  const auto absent = std::string(kRoot) + "5.3.1.4.161";
  EXPECT_NE(run("snmpget", v1(), {absent}).find("(noSuchName)"), std::string::npos);
  EXPECT_NE(run("snmpget", v3(), {absent}).find("No Such Instance"), std::string::npos);
}

TEST_F(Agent, OnlyThoseThatItKnowsAreAnswered) {
  start(user_options());
  const Words quick{"-t", "0.2"};
  const std::string object = std::string(kRoot) + "5.2.0";
  EXPECT_NE(run("snmpget", v1("another"), {object}, quick).find("Timeout"), std::string::npos);
  EXPECT_NE(run("snmpget", {"-v2c", "-c", "public"}, {object}, quick).find("Timeout"), std::string::npos);
  auto wrong = v3();
  wrong[8] = "anotherpassword1";
  EXPECT_NE(run("snmpget", wrong, {object}).find("Authentication failure"), std::string::npos);
  EXPECT_NE(run("snmpget", {"-v3", "-u", "somebody", "-l", "noAuthNoPriv"}, {object}).find("Unknown user"),
            std::string::npos);
  EXPECT_NE(
      run("snmpget", {"-v3", "-u", "operator", "-l", "noAuthNoPriv"}, {object}).find("authorizationError"),
      std::string::npos);
}

TEST_F(Agent, EveryWayToSignAndEncrypt) {
  struct Case {
    const char* auth;
    const char* priv;
  };
  for (const auto& test :
       {Case{"MD5", "DES"}, Case{"SHA", "none"}, Case{"SHA-224", "AES"}, Case{"SHA-256", "AES-192"},
        Case{"SHA-384", "DES"}, Case{"SHA-512", "AES-256"}, Case{"none", "none"}}) {
    auto options = user_options();
    options[3] = test.auth;
    options[7] = test.priv;
    start(options);
    auto access = v3();
    access[6] = test.auth;
    access[10] = test.priv;
    const bool is_open = std::string(test.auth) == "none", is_plain = std::string(test.priv) == "none";
    access[4] = is_open ? "noAuthNoPriv" : is_plain ? "authNoPriv" : "authPriv";
    if (is_plain) access.resize(is_open ? 5 : 9);
    EXPECT_EQ(get(access, "5.2.0"), "160\n") << test.auth << " " << test.priv;
    agent_->signal(SIGTERM);
    EXPECT_EQ(agent_->wait(), 0);
  }
}

TEST_F(Agent, GetBulkWhereItIsAllowed) {
  const std::string column = std::string(kRoot) + "5.3.1.3";
  start({"--v2c"});
  EXPECT_NE(run("snmpbulkget", {"-v2c", "-c", "public"}, {column}).find("(genError)"), std::string::npos);
  agent_->signal(SIGTERM);
  agent_->wait();
  start({"--v2c", "--bulk"});
  EXPECT_EQ(walked(run("snmpbulkwalk", {"-v2c", "-c", "public"}, {column})).size(), 160U);
  EXPECT_EQ(walked(run("snmpbulkget", {"-v2c", "-c", "public"}, {column}, {"-Cr7"})).size(), 7U);
}

TEST_F(Agent, SetsStartAMeasurementUnlessAWebUserIsLoggedIn) {
  auto options = user_options();
  options.insert(options.end(), {"--write-community", "private", "--resistance-time", "0"});
  start(options);
  const Words command{std::string(kRoot) + "6.1.2.0", "i", "2"};
  EXPECT_NE(run("snmpset", v1(), command).find("(noSuchName)"), std::string::npos);
  control("web-user on");
  EXPECT_NE(run("snmpset", v1("private"), command).find("(readOnly)"), std::string::npos);
  EXPECT_NE(run("snmpset", v3(), command).find("noAccess"), std::string::npos);
  EXPECT_EQ(get(v3(), "6.1.3.0"), "1\n");
  control("web-user off");
  EXPECT_EQ(run("snmpset", v1("private"), command), "." + command[0] + " = INTEGER: 2\n");
  EXPECT_EQ(get(v3(), "6.1.3.0"), "3\n");
}

TEST_F(Agent, TooManyObjectsForOneMessageAreTooBig) {
  start({"--max-message", "484"});
  Words objects;
  for (int i = 1; i <= 40; ++i) objects.push_back(std::string(kRoot) + "5.3.1.3." + std::to_string(i));
  EXPECT_NE(run("snmpget", v1(), objects).find("(tooBig)"), std::string::npos);
  objects.resize(15);
  EXPECT_EQ(walked(run("snmpget", v1(), objects)).size(), 15U);
}

TEST_F(Agent, EachStartIsAnotherEngineUnlessTold) {
  const auto id_of = [this] {
    const auto said = agent_->out();
    return said.substr(said.find("engine id ") + 10, said.find('\n') - said.find("engine id ") - 10);
  };
  start(user_options());
  const auto first = id_of();
  EXPECT_TRUE(first.starts_with("80000ee005")) << first;
  control("engine-id new");
  EXPECT_EQ(get(v3(), "5.2.0"), "160\n");
  auto pinned = v3();
  pinned.insert(pinned.end(), {"-e", "0x" + first});
  EXPECT_NE(run("snmpget", pinned, {std::string(kRoot) + "5.2.0"}).find("160"), 0U);
  agent_->signal(SIGTERM);
  agent_->wait();
  start(user_options());
  EXPECT_NE(id_of(), first);
  agent_->signal(SIGTERM);
  agent_->wait();
  auto options = user_options();
  options.insert(options.end(), {"--engine-id", first});
  start(options);
  EXPECT_EQ(id_of(), first);
  EXPECT_EQ(get(pinned, "5.2.0"), "160\n");
}

TEST_F(Agent, AnAlarmCanBeRaisedAndEnded) {
  start();
  EXPECT_EQ(get(v1(), "5.7.1.6.17"), "1\n");
  control("sensor 1/17 temperature 55");
  EXPECT_EQ(get(v1(), "5.7.1.7.17"), "550\n");
  control("clear");
  control("alarm 2/1 temperature high");
  control("silent off");  // one round later the alarm has been seen
  EXPECT_EQ(get(v1(), "5.7.1.6.41"), "5\n");
  control("nonsense");
  EXPECT_NE(agent_->out().find("control error: 'nonsense' isn't known"), std::string::npos);
}

TEST_F(Agent, MisdeedsAreSeen) {
  const std::string object = std::string(kRoot) + "5.2.0";
  struct Case {
    const char* misdeed;
    const char* said;
  };
  for (const auto& test :
       {Case{"silence", "Timeout"}, Case{"drop:100", "Timeout"}, Case{"late:1000", "Timeout"},
        Case{"garbage:100", "Timeout"}, Case{"truncated:100", "Timeout"}, Case{"late:10", "INTEGER: 160"},
        Case{"nulls:100", "NULL"}, Case{"wrong-types", "Gauge32: 160"}}) {
    start({"--misbehave", test.misdeed});
    const bool is_silent = std::string(test.said) == "Timeout";
    const Words patience{"-t", is_silent ? "0.3" : "10"};
    EXPECT_NE(run("snmpget", v1(), {object}, patience).find(test.said), std::string::npos) << test.misdeed;
    agent_->signal(SIGTERM);
    EXPECT_EQ(agent_->wait(), 0);
  }
}

TEST_F(Agent, ListensOverIpv6) {
  agent_ =
      std::make_unique<ChildProcess>(BMSGW_BINARY_DIR "/bms-simulator", Words{"snmp", "--listen", "[::1]:0"});
  await_output("\n");
  const auto said = agent_->out();
  ASSERT_TRUE(said.starts_with("snmp: listening on [::1]:")) << said << agent_->err();
  place_ = "udp6:" + said.substr(19, said.find(',') - 19);
  EXPECT_EQ(get(v1(), "5.2.0"), "160\n");
}

TEST_F(Agent, EndsByItself) {
  start({"--duration", "0.1"});
  EXPECT_EQ(agent_->wait(), 0);
  EXPECT_FALSE(std::filesystem::exists(dir_ / "control"));
}

TEST_F(Agent, SaysAtTheEndWhatItDid) {
  start();
  EXPECT_EQ(get(v1(), "5.2.0"), "160\n");
  agent_->signal(SIGTERM);
  EXPECT_EQ(agent_->wait(), 0);
  EXPECT_NE(agent_->out().find("\n1 requests (0 sets), 0 errors, 0 refused, 0 traps"), std::string::npos)
      << agent_->out();
}

TEST_F(Agent, SaysWhyItCannotStart) {
  start();
  struct Case {
    Words options;
    const char* said;
  };
  for (const auto& test : {Case{{"--listen", place_}, "can't be listened on: Address already in use"},
                           Case{{"--listen", "localhost:0"}, "a numeric ADDRESS:PORT is wanted"},
                           Case{{"--profile", "nowhere.json"}, "can't be read"},
                           Case{{"--control", dir_.path().string()}, "File exists"}}) {
    Words arguments{"snmp"};
    arguments.insert(arguments.end(), test.options.begin(), test.options.end());
    ChildProcess second(BMSGW_BINARY_DIR "/bms-simulator", arguments);
    EXPECT_EQ(second.wait(), 1) << test.said;
    EXPECT_NE(second.err().find(test.said), std::string::npos) << second.err();
  }
}

}  // namespace
}  // namespace bmsgw::test
