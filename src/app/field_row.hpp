#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bmsgw::app {

/// One line of what `decode` says. An empty text: there is none.
struct FieldRow {
  std::string param;
  std::size_t field = 0;  ///< 1-based
  std::string raw;
  std::string value;                 ///< JSON, as the server would get it
  std::optional<std::int64_t> code;  ///< of a value that has names
  std::string unit;
  std::string quality;
  std::string route;  ///< telemetry keys
};

struct Explanation {
  bool is_request = false;
  std::vector<std::string> notes;
  std::vector<FieldRow> rows;
};

}  // namespace bmsgw::app
