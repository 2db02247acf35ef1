#include "snmp_probe.hpp"

#include <algorithm>
#include <optional>
#include <ostream>

#include <fmt/core.h>

#include "app/dbc/plain_text.hpp"
#include "commands.hpp"
#include "snmp_identity.hpp"

namespace bmsgw::app {
namespace {

using core::SnmpOutcome;
using core::SnmpVersion;

constexpr std::size_t kLongestWords = 300;

const char* version_name(SnmpVersion version) {
  if (version == SnmpVersion::v1) return "1";
  return version == SnmpVersion::v2c ? "2c" : "3";
}

/// Lives for one probe_snmp().
/// What the user knows and we don't repeat.
constexpr const char* kUserKeys =
    R"(, "user": "...", "auth": "...", "auth_password": "...", "priv": "...", "priv_password": "...")";
constexpr const char* kCommunityKey = R"(, "community": "...")";

class Prober {
 public:
  Prober(SnmpPeer& peer, const SnmpProbe& probe, std::ostream& out, std::ostream& err)
      : peer_(peer), probe_(probe), out_(out), err_(err) {}

  int run() {
    for (const auto version : probe_.versions) {
      if (const auto problem = peer_.open(version); !problem.empty()) {
        err_ << problem << "\n";
        return kExitFailed;
      }
      if (const auto status = try_version(version)) return *status;
    }
    advise();
    return kExitFailed;
  }

 private:
  /// Nothing: the next one may be worth a try.
  std::optional<int> try_version(SnmpVersion version) {
    const auto reply = peer_.get(kSysDescr);
    const bool answers = reply.outcome == SnmpOutcome::ok || reply.outcome == SnmpOutcome::error;
    const bool is_discovery = version == SnmpVersion::v3 && !probe_.has_user;
    if (answers) {
      const auto took = std::chrono::duration<double, std::milli>(reply.took).count();
      out_ << fmt::format("version {}: answers in {:.0f} ms\n", version_name(version), took);
      describe(version);
      return kExitOk;
    }
    if (reply.outcome == SnmpOutcome::denied && is_discovery) {
      out_ << "version 3: an agent is there; --user and its passwords let you in\n";
      if (!outcomes_.empty())
        out_ << "the versions before: their service is off, or the community is another one (--community)\n";
      return kExitOk;
    }
    out_ << fmt::format("version {}: {}\n", version_name(version), dbc::excerpt(reply.words, kLongestWords));
    outcomes_.push_back(reply.outcome);
    if (reply.outcome == SnmpOutcome::denied) return kExitFailed;
    return std::nullopt;
  }

  void describe(SnmpVersion version) {
    const auto identity = identify([this](const std::string& oid) { return peer_.get(oid); });
    for (const auto& line : identity.lines) out_ << line << "\n";
    if (!identity.is_battery_manager) {
      out_ << "no CyberPower battery manager: a map of its objects in params_config.json says what it has\n";
      return;
    }
    const auto port = probe_.port == 161 ? "" : fmt::format(", \"port\": {}", probe_.port);
    auto given =
        version == SnmpVersion::v1 ? "" : fmt::format(", \"version\": \"{}\"", version_name(version));
    given += version == SnmpVersion::v3 ? kUserKeys : probe_.has_other_community ? kCommunityKey : "";
    out_ << fmt::format(
        "for settings.json: {{\"snmp\": {{\"host\": \"{}\"{}{}, \"profile\": \"cyberpower-bm\"}}}}\n",
        probe_.host, port, given);
  }

  [[nodiscard]] bool has_been(SnmpOutcome outcome) const {
    return std::ranges::count(outcomes_, outcome) > 0;
  }

  void advise() {
    const auto place = fmt::format("{} port {}", probe_.host, probe_.port);
    if (has_been(SnmpOutcome::unreachable)) {
      err_ << fmt::format(
          "{} can't be reached: the port is closed, as SNMP is off at the device or has another "
          "port there (HOST:PORT); or there is no way to that host\n",
          place);
    } else if (has_been(SnmpOutcome::timeout)) {
      err_ << silence(place);
    }
  }

  [[nodiscard]] std::string silence(const std::string& place) const {
    const bool is_only_v3 = probe_.versions == std::vector{SnmpVersion::v3};
    return fmt::format(
        "nothing answers at {}. An agent is also silent when\n"
        "  - its {} service is off (BM100 user's manual, {} Service)\n"
        "  - {}\n"
        "  - this computer's address isn't in the device's access list (Manager IP, NMS IP)\n"
        "  - a firewall drops UDP on the way\n",
        place, is_only_v3 ? "SNMPv3" : "SNMPv1", is_only_v3 ? "SNMPv3" : "SNMPv1",
        is_only_v3 ? "its engine id or clock is not to be found out"
                   : "it has another community (--community)");
  }

  SnmpPeer& peer_;
  const SnmpProbe& probe_;
  std::ostream& out_;
  std::ostream& err_;
  std::vector<SnmpOutcome> outcomes_;
};

}  // namespace

int probe_snmp(SnmpPeer& peer, const SnmpProbe& probe, std::ostream& out, std::ostream& err) {
  return Prober(peer, probe, out, err).run();
}

}  // namespace bmsgw::app
