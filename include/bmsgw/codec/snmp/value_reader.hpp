#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bmsgw/codec/scaler.hpp"
#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/snmp.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::codec::snmp {

/// What an agent's values say, by how the map writes them. Any number is one, whatever its type, and so are
/// digits. Made once per point. Thread: any (const).
class ValueReader {
 public:
  ValueReader(bool is_text, const core::FieldFormat& format);

  /// `text` holds what `into` shows, if it is a text; it needs no memory once it had the longest. Without
  /// value: unavailable (absent, empty, not_available) or invalid (no digits, not finite).
  core::Quality read(const core::SnmpValue& value, std::string& text, core::Value& into) const;
  /// Of a list: a real number; without value: empty. Texts are no elements.
  [[nodiscard]] core::ListElement element(const core::SnmpValue& value) const;

  /// The number as the agent has it; nothing: there is none, or it is one of not_available.
  [[nodiscard]] std::optional<double> raw(const core::SnmpValue& value) const;
  /// raw() as the value that it stands for.
  [[nodiscard]] core::ListElement scaled(double raw) const;

 private:
  core::Quality read_text(const core::SnmpValue& value, std::string& text) const;

  Scaler scaler_;
  bool is_text_;
};

/// A code: a whole number, or its digits.
[[nodiscard]] std::optional<std::int64_t> code_of(const core::SnmpValue& value);

}  // namespace bmsgw::codec::snmp
