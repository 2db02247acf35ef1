#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a simulated SNMP agent speaks of. Thread: any.
namespace bmsgw::simulator::snmp {

using Oid = std::vector<std::uint32_t>;

/// Of a dotted text; empty: it is none.
[[nodiscard]] Oid oid_of(std::string_view text);
[[nodiscard]] std::string text_of(const Oid& oid);
/// `oid` with one more number.
[[nodiscard]] Oid joined(Oid oid, std::uint32_t number);

struct Value {
  enum class Type : std::uint8_t {
    null,
    integer,
    octets,
    object_id,
    gauge,
    time_ticks,
    no_such_object,  ///< this and the following: v2c and v3 only
    no_such_instance,
    end_of_view,
  };
  Type type = Type::null;
  std::int64_t number = 0;
  std::string octets{};
  Oid oid{};

  [[nodiscard]] static Value integer(std::int64_t number) { return {Type::integer, number}; }
  [[nodiscard]] static Value text(std::string octets) { return {Type::octets, 0, std::move(octets)}; }
  [[nodiscard]] static Value ticks(std::int64_t number) { return {Type::time_ticks, number}; }

  bool operator==(const Value&) const = default;
};

struct Varbind {
  Oid oid;
  Value value{};

  bool operator==(const Varbind&) const = default;
};

/// Bytes that it takes in a message (BER).
[[nodiscard]] std::size_t encoded_size(const Varbind& varbind);

}  // namespace bmsgw::simulator::snmp
