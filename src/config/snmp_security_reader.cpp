#include "config/snmp_security_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::SnmpAuth;
using core::SnmpPriv;
using core::SnmpVersion;

constexpr std::size_t kMostCommunity = 255;  // bytes
constexpr std::size_t kMostUser = 32;        // RFC 3414, 2.4: bytes
constexpr std::size_t kLeastPassword = 8;    // RFC 3414, 11.2
constexpr const char* kUsualCommunity = "public";

template <typename Kind>
struct Named {
  const char* name;
  Kind kind;
};
constexpr std::array<Named<SnmpAuth>, 7> kAuth{{{"none", SnmpAuth::none},
                                                {"MD5", SnmpAuth::md5},
                                                {"SHA", SnmpAuth::sha1},
                                                {"SHA-224", SnmpAuth::sha224},
                                                {"SHA-256", SnmpAuth::sha256},
                                                {"SHA-384", SnmpAuth::sha384},
                                                {"SHA-512", SnmpAuth::sha512}}};
constexpr std::array<Named<SnmpPriv>, 5> kPriv{{{"none", SnmpPriv::none},
                                                {"DES", SnmpPriv::des},
                                                {"AES", SnmpPriv::aes128},
                                                {"AES-192", SnmpPriv::aes192},
                                                {"AES-256", SnmpPriv::aes256}}};

/// SHA256 is SHA-256, and what has only one length may say it.
std::string plain(std::string_view text) {
  std::string name;
  std::ranges::copy_if(text, std::back_inserter(name), [](char c) { return c != '-' && c != '_'; });
  if (is_same_word(name, "SHA1")) return "SHA";
  return is_same_word(name, "AES128") ? "AES" : name;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + in_quotes(name);
  return list;
}

/// Without what was given: it may be a password at the wrong key.
std::string near(const std::string& text, const std::vector<std::string>& names) {
  const auto nearest = nearest_name(text, names);
  return nearest ? "; did you mean " + in_quotes(*nearest) + "?" : "";
}

template <typename Kind, std::size_t Size>
Kind read_kind(const JsonView& view, const std::array<Named<Kind>, Size>& kinds, ProblemList& problems) {
  const auto text = view.text().value_or("none");
  const auto wanted = plain(text);
  std::vector<std::string> names;
  for (const auto& [name, kind] : kinds) {
    if (is_same_word(plain(name), wanted)) return kind;
    names.emplace_back(name);
  }
  problems.error(view, "must be one of " + listed(names) + near(text, names));
  return Kind::none;
}

/// It is given, even if nobody knows it.
bool is_wanted(const JsonView& view) {
  return !is_same_word(view.text().value_or("none"), "none");
}

SnmpVersion version_of(const JsonView& version) {
  const auto text = version.text().value_or("1");
  if (version.integer() == 3 || text == "3") return SnmpVersion::v3;
  return text == "2c" ? SnmpVersion::v2c : SnmpVersion::v1;
}

/// Reads the keys of one bus.
class SecurityReader {
 public:
  SecurityReader(const JsonView& bus, SnmpBus& snmp, ProblemList& problems)
      : bus_(bus), snmp_(snmp), problems_(problems) {}

  void read();

 private:
  void read_communities();
  void read_user();
  [[nodiscard]] std::string read_password(const char* key, const char* kind);
  void warn_of(const char* key, bool is_set);
  void check_bytes(const char* key, std::size_t most);

  const JsonView& bus_;
  SnmpBus& snmp_;
  ProblemList& problems_;
};

void SecurityReader::read() {
  snmp_.version = version_of(bus_["version"]);
  read_communities();
  read_user();
}

/// Of a key that another version has.
void SecurityReader::warn_of(const char* key, bool is_set) {
  if (!is_set) return;
  const auto* const version = snmp_.version == SnmpVersion::v3    ? "3"
                              : snmp_.version == SnmpVersion::v2c ? "2c"
                                                                  : "1";
  problems_.warning(bus_[key], "means nothing with version " + std::string(version));
}

void SecurityReader::check_bytes(const char* key, std::size_t most) {
  const auto size = bus_[key].text().value_or("").size();
  if (size <= most) return;
  problems_.error(bus_[key],
                  "has at most " + std::to_string(most) + " bytes in UTF-8, not " + std::to_string(size));
}

void SecurityReader::read_communities() {
  snmp_.community = bus_["community"].text().value_or(kUsualCommunity);
  snmp_.trap_community = bus_["trap_community"].text().value_or(snmp_.community);
  check_bytes("community", kMostCommunity);
  if (snmp_.version != core::SnmpVersion::v3 && bus_["community"].exists() && snmp_.community.empty())
    problems_.error(bus_["community"], "is empty: no agent answers that; leave it out for \"public\"");
  check_bytes("trap_community", kMostCommunity);
  if (snmp_.version != SnmpVersion::v3) return;
  warn_of("community", snmp_.community != kUsualCommunity);
  warn_of("trap_community", bus_["trap_community"].given());
}

void SecurityReader::read_user() {
  snmp_.user = bus_["user"].text().value_or("");
  snmp_.auth = read_kind(bus_["auth"], kAuth, problems_);
  snmp_.priv = read_kind(bus_["priv"], kPriv, problems_);
  check_bytes("user", kMostUser);
  if (snmp_.version != SnmpVersion::v3) {
    warn_of("user", bus_["user"].given());
    warn_of("auth", is_wanted(bus_["auth"]));
    warn_of("auth_password", bus_["auth_password"].given());
    warn_of("priv", is_wanted(bus_["priv"]));
    warn_of("priv_password", bus_["priv_password"].given());
    return;
  }
  if (!bus_["user"].given()) problems_.error(bus_, "\"user\" is missing: version 3 goes by users");
  if (is_wanted(bus_["priv"]) && !is_wanted(bus_["auth"]))
    problems_.error(bus_["priv"], "needs \"auth\": what is encrypted is signed too");
  snmp_.auth_password = read_password("auth_password", "auth");
  snmp_.priv_password = read_password("priv_password", "priv");
}

/// `kind`: the key that needs it.
std::string SecurityReader::read_password(const char* key, const char* kind) {
  const bool is_used = is_wanted(bus_[kind]);
  const auto password = bus_[key];
  if (is_used && !password.given())
    problems_.error(bus_, in_quotes(key) + " is missing: " + in_quotes(kind) + " needs it");
  if (!is_used && password.given()) problems_.warning(password, "means nothing without " + in_quotes(kind));
  const auto text = password.text();
  if (is_used && text && text->size() < kLeastPassword)
    problems_.error(password, "must have at least 8 bytes (RFC 3414, 11.2; what is given is not shown)");
  return is_used ? text.value_or("") : "";
}

}  // namespace

void read_snmp_security(const JsonView& bus, SnmpBus& snmp, ProblemList& problems) {
  SecurityReader(bus, snmp, problems).read();
}

}  // namespace bmsgw::config
