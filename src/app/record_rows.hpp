#pragma once

#include "bmsgw/codec/g1/sentence.hpp"

#include "field_row.hpp"

namespace bmsgw::app {

/// The typed record of a sentence that is not routed (SS1, LG1, RS2, CN1, CN2, CF2), row by row; nothing for
/// others.
[[nodiscard]] Explanation explain_record(const codec::g1::Sentence& sentence);

}  // namespace bmsgw::app
