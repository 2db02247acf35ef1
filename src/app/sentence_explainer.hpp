#pragma once

#include "bmsgw/app/compile.hpp"
#include "bmsgw/codec/g1/sentence.hpp"

#include "field_row.hpp"

namespace bmsgw::app {

/// What the configuration of `bus` makes of a sentence: a row for each param, in the order of the fields, and
/// for each field without one. Judged by the router that the daemon uses, as if nothing had been heard
/// before.
[[nodiscard]] Explanation explain_sentence(const config::Config& config, const CompiledGateway& compiled,
                                           const driver::G1BusPlan& bus, const codec::g1::Sentence& sentence);

}  // namespace bmsgw::app
