#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "app/dbc/params_writer.hpp"
#include "app/dbc/plain_text.hpp"
#include "app/dbc/reader.hpp"

namespace bmsgw::app::dbc {

inline ParamsSection import_text(const std::string& bytes) {
  return params_section(read(plain_text(bytes)));
}

/// `12: Pack.Current: why`, a line each.
inline std::string lines(const std::vector<Remark>& remarks) {
  std::string text;
  for (const auto& remark : remarks) text += std::to_string(remark.line) + ": " + remark.what + "\n";
  return text;
}

/// A file with one message of 8 bytes, id 0x123, whose signals start on line 2.
inline std::string with_signals(const std::string& signals) {
  return "BO_ 291 M: 8 Unit\n" + signals + "\n";
}

inline nlohmann::json packets_of(const ParamsSection& section) {
  return nlohmann::json::parse(section.json)["packets"];
}

}  // namespace bmsgw::app::dbc
