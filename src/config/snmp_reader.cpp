#include "config/snmp_reader.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include <arpa/inet.h>

#include "config/allow_reader.hpp"
#include "config/bus_reader.hpp"
#include "config/host_check.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"
#include "config/snmp_security_reader.hpp"

namespace bmsgw::config {
namespace {

constexpr std::uint16_t kFirstOpenPort = 1024;  // below, Linux wants a capability

template <typename Number>
Number number_or(const JsonView& value, Number standard) {
  return static_cast<Number>(value.integer().value_or(standard));
}

void read_requests(const JsonView& bus, SnmpBus& snmp, ProblemList& problems) {
  snmp.timeout_ms = number_or(bus["timeout"], snmp.timeout_ms);
  snmp.retries = number_or(bus["retries"], snmp.retries);
  snmp.max_varbinds = number_or(bus["max_varbinds"], snmp.max_varbinds);
  snmp.max_bytes = number_or(bus["max_bytes"], snmp.max_bytes);
  snmp.bulk = bus["bulk"].boolean().value_or(snmp.bulk);
  snmp.temperature_scale = bus["temperature_scale"].number();
  if (!snmp.bulk || snmp.version != core::SnmpVersion::v1) return;
  problems.error(bus["bulk"], "version 1 has no GETBULK: leave it out, or give another \"version\"");
  snmp.bulk = false;
}

/// Host names are the same in upper and lower case.
std::string host_of(const SnmpBus& snmp) {
  auto host = snmp.host;
  std::ranges::transform(host, host.begin(), [](unsigned char c) { return std::tolower(c); });
  return host;
}

std::string agent_of(const SnmpBus& snmp) {
  return host_of(snmp) + ":" + std::to_string(snmp.port);
}

bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return ::inet_pton(AF_INET, text.c_str(), address.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), address.data()) == 1;
}

void check_traps(const JsonView& traps, const SnmpTrapSettings& read, const Settings& settings,
                 ProblemList& problems) {
  const auto is_enabled = [](const SnmpBus& snmp) { return snmp.bus.enabled; };
  if (std::ranges::none_of(settings.snmp, is_enabled))
    problems.warning(traps["enabled"], "there is no enabled snmp bus whose traps could come");
  if (read.port >= kFirstOpenPort) return;
  const auto& at = traps["port"].given() ? traps["port"] : traps["enabled"];
  problems.warning(at, "port " + std::to_string(read.port) +
                           ": ports below 1024 need CAP_NET_BIND_SERVICE (systemd: "
                           "AmbientCapabilities=CAP_NET_BIND_SERVICE) or a redirect; or choose another port "
                           "here and at the device");
}

}  // namespace

SnmpBus read_snmp_bus(const JsonView& bus, std::string name, ProblemList& problems) {
  SnmpBus snmp;
  snmp.bus = read_bus(bus, std::move(name));
  snmp.bus.allow = read_allow(bus["allow"], kSnmpFamily);
  snmp.host = bus["host"].text().value_or("");
  snmp.port = number_or(bus["port"], snmp.port);
  read_snmp_security(bus, snmp, problems);
  read_requests(bus, snmp, problems);
  check_host(bus["host"], problems);
  if (snmp.bus.enabled && !bus["host"].given())
    problems.error(bus, "\"host\" is missing: the device's name or address");
  return snmp;
}

void check_snmp_agents(const std::vector<SnmpBus>& buses, const std::vector<JsonView>& places,
                       ProblemList& problems) {
  std::map<std::string, std::string> owners;
  for (std::size_t i = 0; i < buses.size(); ++i) {
    const auto& snmp = buses[i];
    if (!snmp.bus.enabled || snmp.host.empty()) continue;
    const auto [owner, is_new] = owners.try_emplace(agent_of(snmp), snmp.bus.name);
    if (is_new) continue;
    problems.error(places[i]["host"], in_quotes(owner->first) + " is used by " + owner->second +
                                          " already: an SNMP host is one bus; what is read of it stands in "
                                          "its map");
  }
}

void check_trap_senders(const Settings& settings, const std::vector<JsonView>& places,
                        ProblemList& problems) {
  if (!settings.snmp_traps.enabled) return;
  std::map<std::pair<std::string, std::string>, std::string> owners;  // by host and community
  for (std::size_t i = 0; i < settings.snmp.size(); ++i) {
    const auto& snmp = settings.snmp[i];
    if (!snmp.bus.enabled || snmp.host.empty() || snmp.version == core::SnmpVersion::v3) continue;
    const auto [owner, is_new] = owners.try_emplace({host_of(snmp), snmp.trap_community}, snmp.bus.name);
    if (is_new || !places[i]["host"].exists()) continue;
    problems.warning(places[i]["host"], "is that of " + owner->second +
                                            ", too: their traps can't be told apart: give one another "
                                            "\"trap_community\"");
  }
}

SnmpTrapSettings read_snmp_traps(const JsonView& traps, const Settings& settings, ProblemList& problems) {
  SnmpTrapSettings read;
  read.enabled = traps["enabled"].boolean().value_or(false);
  read.address = traps["address"].text().value_or("");
  read.port = number_or(traps["port"], read.port);
  if (traps["address"].exists() && !is_address(read.address)) {
    problems.error(traps["address"],
                   "must be an IPv4 or IPv6 address of this machine, or 0.0.0.0 or :: for every interface, "
                   "not " +
                       in_quotes(read.address));
  }
  if (read.enabled) check_traps(traps, read, settings, problems);
  return read;
}

}  // namespace bmsgw::config
