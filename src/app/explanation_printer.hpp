#pragma once

#include <iosfwd>
#include <string>

#include "field_row.hpp"

namespace bmsgw::app {

/// For a person: what was found out, then a table.
void print_explanation(const Subject& subject, const Explanation& explanation, std::ostream& out);
/// For a program: one object {sentence, crc, fields} or {frame, fields}, with `notes` and `request` where
/// there are any.
void print_explanation_json(const Subject& subject, const Explanation& explanation, std::ostream& out);

}  // namespace bmsgw::app
