#pragma once

#include <vector>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// The texts that one thing (a protocol, a packet, a param) is put together from; the first wins. Never
/// empty.
using Layers = std::vector<JsonView>;

/// The first layer that gives `key`, else the first.
[[nodiscard]] const JsonView& layer_with(const Layers& layers, const char* key);
/// Its `key`.
[[nodiscard]] JsonView given_first(const Layers& layers, const char* key);

/// The members named `section` of all layers, by name, in the order in which they first appear.
[[nodiscard]] std::vector<Layers> merged(const Layers& layers, const char* section);

/// Says of a thing that is only taken from its first layer that a profile's is not looked at.
void note_replaced(const Layers& layers, const char* what, ProblemList& problems);

}  // namespace bmsgw::config
