#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bmsgw::payload {

/// JSON text, appended piece by piece, without a document in memory.
void append_json_text(std::string& into, std::string_view text);
/// At most 15 significant digits: a server that reads doubles keeps what it is told. Not finite: null.
void append_json_number(std::string& into, double number);
/// Exactly `decimals` places, as a number: 79.00.
void append_json_fixed(std::string& into, double number, int decimals);
void append_json_integer(std::string& into, std::int64_t number);

}  // namespace bmsgw::payload
