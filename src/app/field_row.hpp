#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bmsgw::app {

/// One line of what `decode` says. An empty text: there is none.
struct FieldRow {
  std::string param;
  std::size_t field = 0;  ///< G1: 1-based; CAN: the lowest start, in bits
  std::string place;      ///< CAN: "b0-1", "b7.2"
  std::string raw;
  std::string value;                 ///< JSON, as the server would get it
  std::optional<std::int64_t> code;  ///< of a value that has names
  std::string unit;
  std::string quality;
  std::string route;      ///< telemetry keys
  std::string certainty;  ///< "likely" or "unverified", where the profile isn't certain
};

/// A sentence's CRC: as it was sent, and as it should be.
struct CrcVerdict {
  std::string given;
  std::string expected;

  [[nodiscard]] bool right() const { return given == expected; }
};

/// What is explained: a sentence has a CRC, a frame has none.
struct Subject {
  std::string text;
  std::optional<CrcVerdict> crc;
};

struct Explanation {
  bool is_request = false;
  std::vector<std::string> notes;
  std::vector<FieldRow> rows;
};

}  // namespace bmsgw::app
