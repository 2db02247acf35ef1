#pragma once

#include <string>

#include "bmsgw/core/can_signal.hpp"

#include "app/dbc/file.hpp"

namespace bmsgw::app::dbc {

/// Why a signal can't stand in a frame of `bytes`, or not as params_config.json counts; empty: it can.
[[nodiscard]] std::string place_fault(const Signal& signal, std::uint32_t bytes);

/// Where a signal without a fault stands, in the file's own numbering only where ours can't say it: a
/// big-endian one that isn't whole bytes and crosses from one into the next.
[[nodiscard]] core::CanPlace place_of(const Signal& signal);

}  // namespace bmsgw::app::dbc
