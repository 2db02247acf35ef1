#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"

namespace bmsgw::config {

/// `allow` of a bus of this family. Names are as commands have them: of a method of G1 its sentence, CAN ids
/// in one spelling, parameters by name.
[[nodiscard]] std::vector<AllowEntry> read_allow(const JsonView& list, std::string_view family);

/// Where an entry says what it allows: itself, or its `name` or `id`.
[[nodiscard]] JsonView allowed_name(const JsonView& entry);

/// The sentences that are commands to a G1 unit: CF2, RS1 ...
[[nodiscard]] std::span<const std::string_view> command_sentences();
[[nodiscard]] bool is_command_sentence(std::string_view name);

}  // namespace bmsgw::config
