#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// SNMP as RFC 1157 (v1), RFC 3416 (v2c, v3) and RFC 3414 (v3's users) have it. Object identifiers are texts:
/// dotted, without a leading dot. Thread: any.
namespace bmsgw::core {

enum class SnmpVersion : std::uint8_t { v1, v2c, v3 };

/// How v3 messages are signed and encrypted.
enum class SnmpAuth : std::uint8_t { none, md5, sha1, sha224, sha256, sha384, sha512 };
enum class SnmpPriv : std::uint8_t { none, des, aes128, aes192, aes256 };

/// There is no value: NULL, or one of v2c's and v3's exceptions.
enum class SnmpAbsent : std::uint8_t { null, no_such_object, no_such_instance, end_of_view };

/// A value as an agent gives it. Whole numbers of any type (INTEGER, Gauge32, Counter32, Counter64,
/// TimeTicks) are one kind, a Counter64 beyond 2^63 - 1 a real one; so are octets; IpAddress and OBJECT
/// IDENTIFIER are their dotted text. Texts are views: whoever keeps a value longer than the call copies what
/// it shows.
using SnmpValue = std::variant<SnmpAbsent, std::int64_t, double, std::string_view>;

/// A value to be set, as INTEGER or OCTET STRING.
struct SnmpSet {
  std::string oid;
  std::variant<std::int64_t, std::string> value;

  bool operator==(const SnmpSet&) const = default;
};

/// One request to one agent.
struct SnmpRequest {
  enum class Kind : std::uint8_t { get, get_next, get_bulk, set };

  Kind kind = Kind::get;
  std::string oids;               ///< of what is read, joined by '\n'
  std::uint32_t repetitions = 0;  ///< get_bulk: rows that follow each of the oids
  std::vector<SnmpSet> sets;      ///< of a set; all of them are done, or none

  bool operator==(const SnmpRequest&) const = default;
};

/// How a request ended.
enum class SnmpOutcome : std::uint8_t {
  ok,
  error,        ///< the agent says no: error-status and error-index
  timeout,      ///< no answer in time, retries included
  denied,       ///< v3: the agent doesn't take the user, a password or the security level
  bad_answer,   ///< not to be understood
  unreachable,  ///< it can't be sent: no route, port closed
  worker_down,  ///< nobody was there to send it
};
[[nodiscard]] std::string_view to_string(SnmpOutcome outcome);

/// error-status (RFC 3416, 3) that decides what is done next.
inline constexpr std::uint32_t kSnmpTooBig = 1;
inline constexpr std::uint32_t kSnmpNoSuchName = 2;
inline constexpr std::uint32_t kSnmpBadValue = 3;
inline constexpr std::uint32_t kSnmpReadOnly = 4;
inline constexpr std::uint32_t kSnmpGenErr = 5;
inline constexpr std::uint32_t kSnmpNoAccess = 6;
inline constexpr std::uint32_t kSnmpNotWritable = 17;
/// `noSuchName (2)`; of a number that the RFC doesn't have `error 42`.
[[nodiscard]] std::string snmp_error_text(std::uint32_t status);

/// The trap as SNMPv2 names it (RFC 3584, 3.1): of a v1 trap of an enterprise enterprise.0.specific.
struct SnmpTrapVarbind {
  std::string_view oid;
  SnmpValue value;
};
struct SnmpTrap {
  std::string_view trap;    ///< 1.3.6.1.4.1.3808.0.603; a generic one 1.3.6.1.6.3.1.1.5.1 (coldStart) ...
  std::string_view source;  ///< the sender's address
  std::vector<SnmpTrapVarbind> varbinds;  ///< without sysUpTime.0 and snmpTrapOID.0
};

/// Whether it is an object identifier: 2 to 128 numbers of 32 bits, dotted, the first 0 to 2.
[[nodiscard]] bool is_oid(std::string_view text);
/// Whether `oid` lies under `root`, or is the same.
[[nodiscard]] bool is_under(std::string_view oid, std::string_view root);
/// How many are joined by '\n'.
[[nodiscard]] std::size_t count_oids(std::string_view oids);

}  // namespace bmsgw::core
