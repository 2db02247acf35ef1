#pragma once

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::test {

using Words = std::vector<std::string>;

inline constexpr auto kRoot = "1.3.6.1.4.1.3808.1.1.7.";

/// The program bms-simulator snmp on a free port, asked by Debian's own tools.
class Agent : public testing::Test {
 protected:
  /// The battery is at rest; `more` goes behind that.
  void start(const Words& more = {}) {
    Words arguments{"snmp", "--port", "0", "--scenario", "idle", "--control", dir_ / "control"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    agent_ = std::make_unique<ChildProcess>(BMSGW_BINARY_DIR "/bms-simulator", arguments);
    await_output("\n");
    const auto said = agent_->out();
    const std::string before = "listening on ";
    const auto at = said.find(before);
    ASSERT_NE(at, std::string::npos) << said << agent_->err();
    place_ = said.substr(at + before.size(), said.find(',', at) - at - before.size());
  }
  /// Until its output has `text` that often.
  void await_output(const std::string& text, std::size_t times = 1) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (count(agent_->out(), text) < times && std::chrono::steady_clock::now() < deadline)
      if (agent_->wait(std::chrono::milliseconds(5))) break;
  }
  void control(const std::string& line) {
    std::ofstream(dir_ / "control") << line << std::endl;
    await_output("\ncontrol", ++lines_);
  }
  static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }

  static Words v1(const std::string& community = "public") { return {"-v1", "-c", community}; }
  static Words user_options() {
    return {"--user",          "operator",         "--auth", "SHA",
            "--auth-password", "authpassword1234", "--priv", "AES",
            "--priv-password", "privpassword1234"};
  }
  static Words v3() {
    return {"-v3", "-u", "operator",        "-l", "authPriv", "-a", "SHA", "-A", "authpassword1234", "-x",
            "AES", "-X", "privpassword1234"};
  }
  /// What one of Debian's tools says of that, both outputs one after the other.
  std::string run(const std::string& tool, const Words& access, const Words& rest, const Words& more = {}) {
    Words arguments{"-On", "-m", "", "-r", "0", "-t", "10"};
    for (const auto* words : {&access, &more})
      arguments.insert(arguments.end(), words->begin(), words->end());
    arguments.push_back(place_);
    arguments.insert(arguments.end(), rest.begin(), rest.end());
    ChildProcess process("/usr/bin/" + tool, arguments, {{"SNMPCONFPATH", dir_ / "none"}});
    process.wait(std::chrono::seconds(60));
    return process.out() + process.err();
  }
  std::string get(const Words& access, const std::string& below) {
    return run("snmpget", access, {kRoot + below}, {"-Oqv"});
  }

  TempDir dir_;
  std::unique_ptr<ChildProcess> agent_;
  std::string place_;
  std::size_t lines_ = 0;
};

}  // namespace bmsgw::test
