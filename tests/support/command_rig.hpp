#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/gateway_rig.hpp"
#include "support/pty_tap.hpp"

namespace bmsgw::test {

/// The gateway with a unit that it hears.
class CommandRig : public GatewayRig {
 public:
  /// `safety`: keys of the serial bus; `more`: sections of settings.json.
  explicit CommandRig(const std::string& safety, const std::vector<std::string>& unit_options = {},
                      const std::string& more = "{}") {
    auto options = unit_options;
    options.insert(options.end(),
                   {"--cells", "16", "--baud", "0", "--capacity-ah", "100", "--control", file("control")});
    start_simulator(options);
    if (!await([this] { return std::filesystem::exists(file("tty")); })) throw std::runtime_error("no pty");
    tap_.emplace(file("tty"));
    nlohmann::json bus{{"protocol", "g1"}, {"device", tap_->device()}};
    bus.update(nlohmann::json::parse(safety));
    nlohmann::json settings{{"serial", bus}};
    settings.update(nlohmann::json::parse(more));
    use_buses(std::move(settings));
  }
  void run() {
    start_server();
    start_gateway();
    ASSERT_TRUE(server().wait_for("serial0Online", [](const nlohmann::json& online) {
      return online == true;
    })) << gateway().err();
  }
  /// A line of control (`bms-simulator g1 --help`).
  void control(const std::string& line) { std::ofstream(file("control")) << line << std::endl; }
  [[nodiscard]] const PtyTap& tap() const { return *tap_; }
  /// Of `command`, the audit, in order.
  [[nodiscard]] std::vector<nlohmann::json> audits() {
    std::vector<nlohmann::json> all;
    for (const auto& [ts, value] : server().series("command")) all.push_back(value);
    return all;
  }

 private:
  std::optional<PtyTap> tap_;
};

}  // namespace bmsgw::test
