#pragma once

#include <optional>
#include <string>

#include "bmsgw/route/write_gate.hpp"

/// The forms of sentences to a G1 unit. G1 Control Unit Serial Protocol 2.1.0, p. 16-42. Pure. Thread: any.
namespace bmsgw::route {

/// Why it isn't certain that it only asks for something; empty: it is.
[[nodiscard]] std::string fault_of_read(const core::SentenceCommand& what);

/// Why the policy of a bus that may be written doesn't let the sentence out; empty: it does.
[[nodiscard]] std::string fault_of_write(const core::SentenceCommand& what, const BusPolicy& policy);

/// The CAN frame that a unit makes of a CN1 sentence; nothing: it is none, or not well formed.
[[nodiscard]] std::optional<core::CanFrame> sent_frame(const core::SentenceCommand& what);

}  // namespace bmsgw::route
