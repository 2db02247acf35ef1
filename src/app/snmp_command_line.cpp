#include "snmp_command_line.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <CLI/CLI.hpp>

#include "bmsgw/config/loader.hpp"

#include "commands.hpp"
#include "endpoint.hpp"
#include "snmp_options.hpp"
#include "snmp_peer.hpp"
#include "snmp_probe.hpp"

namespace bmsgw::app {
namespace {

using core::SnmpAuth;
using core::SnmpPriv;
using core::SnmpVersion;
using transport::SnmpAgentOptions;

const std::map<std::string, SnmpVersion> kVersions{
    {"1", SnmpVersion::v1}, {"2c", SnmpVersion::v2c}, {"3", SnmpVersion::v3}};
const std::map<std::string, SnmpAuth> kAuths{{"none", SnmpAuth::none},      {"MD5", SnmpAuth::md5},
                                             {"SHA", SnmpAuth::sha1},       {"SHA-224", SnmpAuth::sha224},
                                             {"SHA-256", SnmpAuth::sha256}, {"SHA-384", SnmpAuth::sha384},
                                             {"SHA-512", SnmpAuth::sha512}};
const std::map<std::string, SnmpPriv> kPrivs{{"none", SnmpPriv::none},
                                             {"DES", SnmpPriv::des},
                                             {"AES", SnmpPriv::aes128},
                                             {"AES-192", SnmpPriv::aes192},
                                             {"AES-256", SnmpPriv::aes256}};

struct SnmpChoices {
  std::string endpoint;
  std::string bus;
  std::string config_dir;
  std::optional<SnmpVersion> version;
  SnmpAgentOptions agent;
  std::string auth_password_file;
  std::string priv_password_file;
};

/// The first line of the file; without one `given`.
std::string password(const std::string& option, const std::string& file, const std::string& given) {
  if (file.empty()) return given;
  std::ifstream stream(file);
  std::string line;
  if (!std::getline(stream, line)) throw CLI::ValidationError(option, "can't read a password from " + file);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

void require_password(const std::string& option, bool is_needed, const std::string& password) {
  constexpr std::size_t kLeast = 8;  // RFC 3414, 11.2
  if (is_needed && password.size() < kLeast)
    throw CLI::ValidationError(option, "needs a password of 8 characters or more");
}

void complete_user(SnmpChoices& choices) {
  auto& agent = choices.agent;
  agent.auth_password = password("--auth-password-file", choices.auth_password_file, agent.auth_password);
  agent.priv_password = password("--priv-password-file", choices.priv_password_file, agent.priv_password);
  if (agent.user.empty() && agent.auth != SnmpAuth::none)
    throw CLI::ValidationError("--auth", "needs --user");
  if (agent.priv != SnmpPriv::none && agent.auth == SnmpAuth::none)
    throw CLI::ValidationError("--priv", "needs --auth");
  require_password("--auth", agent.auth != SnmpAuth::none, agent.auth_password);
  require_password("--priv", agent.priv != SnmpPriv::none, agent.priv_password);
  // What stands in the environment without being asked for means nothing.
  if (agent.auth == SnmpAuth::none) agent.auth_password.clear();
  if (agent.priv == SnmpPriv::none) agent.priv_password.clear();
}

std::vector<SnmpVersion> versions_of(const SnmpChoices& choices) {
  if (choices.version) return {*choices.version};
  if (!choices.agent.user.empty()) return {SnmpVersion::v3};
  return {SnmpVersion::v1, SnmpVersion::v2c, SnmpVersion::v3};
}

int probe(SnmpAgentOptions agent, std::vector<SnmpVersion> versions) {
  const SnmpProbe wanted{agent.host, agent.port, std::move(versions), !agent.user.empty(),
                         agent.community != "public"};
  // Somebody must be named; an agent that doesn't know the name says so, and with that, that it is there.
  if (agent.user.empty()) agent.user = "bms-gateway";
  try {
    const auto peer = make_snmp_peer(std::move(agent));
    return probe_snmp(*peer, wanted, std::cout, std::cerr);
  } catch (const std::filesystem::filesystem_error& error) {
    std::cerr << error.what() << "\n";
    return kExitFailed;
  }
}

int probe_host(SnmpChoices& choices) {
  const auto endpoint = parse_endpoint(choices.endpoint, 161);
  if (!endpoint) throw CLI::ValidationError("host", "is HOST or HOST:PORT, the port from 1 to 65535");
  complete_user(choices);
  choices.agent.host = endpoint->host;
  choices.agent.port = endpoint->port;
  return probe(choices.agent, versions_of(choices));
}

int probe_bus(const SnmpChoices& choices) {
  const auto loaded = config::load(places_of(choices.config_dir));
  if (!loaded.config) {
    print_problems(loaded.problems);
    return kExitConfig;
  }
  std::string names;
  for (const auto& bus : loaded.config->settings.snmp) {
    if (bus.bus.name == choices.bus) return probe(snmp_options(bus), {bus.version});
    names += (names.empty() ? "" : ", ") + bus.bus.name;
  }
  throw CLI::ValidationError("--bus", names.empty() ? "no snmp bus is configured" : "there are: " + names);
}

void add_user_options(CLI::App& command, SnmpChoices& choices) {
  auto& agent = choices.agent;
  command.add_option("--user", agent.user, "version 3: the user");
  command.add_option("--auth", agent.auth, "version 3: none, MD5, SHA, SHA-224, SHA-256, SHA-384, SHA-512")
      ->transform(CLI::CheckedTransformer(kAuths, CLI::ignore_case).description(""));
  command.add_option("--auth-password", agent.auth_password, "seen by others in the list of processes")
      ->envname("BMSGW_SNMP_AUTH_PASSWORD");
  command.add_option("--auth-password-file", choices.auth_password_file, "its first line is the password");
  command.add_option("--priv", agent.priv, "version 3: none, DES, AES, AES-192, AES-256")
      ->transform(CLI::CheckedTransformer(kPrivs, CLI::ignore_case).description(""));
  command.add_option("--priv-password", agent.priv_password, "seen by others in the list of processes")
      ->envname("BMSGW_SNMP_PRIV_PASSWORD");
  command.add_option("--priv-password-file", choices.priv_password_file, "its first line is the password");
}

}  // namespace

void add_snmp_probe(CLI::App& probe, const std::string& default_config_dir, int& status) {
  auto* const command = probe.add_subcommand("snmp", "what answers at an SNMP host, or why nothing may");
  const auto choices = std::make_shared<SnmpChoices>();
  choices->config_dir = default_config_dir;
  choices->agent.community = "public";
  auto* const host = command->add_option("host", choices->endpoint, "HOST or HOST:PORT (161 unless told)");
  auto* const bus = command->add_option("--bus", choices->bus, "a configured bus instead, as in snmp0");
  bus->excludes(host);
  command->add_option("--config-dir", choices->config_dir, "folder of settings.json and params_config.json")
      ->capture_default_str();
  command->add_option("--version", choices->version, "1, 2c or 3; without it all are tried")
      ->transform(CLI::CheckedTransformer(kVersions, CLI::ignore_case).description(""));
  command->add_option("--community", choices->agent.community, "versions 1 and 2c")->capture_default_str();
  command->add_option("--timeout", choices->agent.timeout_ms, "of one try, ms")
      ->capture_default_str()
      ->check(CLI::Range(100, 30'000));
  add_user_options(*command, *choices);
  command->callback([choices, &status] {
    if (choices->endpoint.empty() && choices->bus.empty())
      throw CLI::ValidationError("snmp", "needs HOST[:PORT] or --bus NAME");
    status = choices->bus.empty() ? probe_host(*choices) : probe_bus(*choices);
  });
}

}  // namespace bmsgw::app
