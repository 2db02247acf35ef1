#pragma once

#include <iosfwd>
#include <string>

#include "field_row.hpp"

namespace bmsgw::app {

/// A sentence's CRC: as it was sent, and as it should be.
struct CrcVerdict {
  std::string given;
  std::string expected;

  [[nodiscard]] bool right() const { return given == expected; }
};

/// For a person: what was found out, then a table.
void print_explanation(const std::string& sentence, const CrcVerdict& crc, const Explanation& explanation,
                       std::ostream& out);
/// For a program: one object {sentence, crc, fields}, with `notes` and `request` where there are any.
void print_explanation_json(const std::string& sentence, const CrcVerdict& crc,
                            const Explanation& explanation, std::ostream& out);

}  // namespace bmsgw::app
