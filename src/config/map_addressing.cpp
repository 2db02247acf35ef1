#include "config/map_addressing.hpp"

#include <algorithm>

namespace bmsgw::config {
namespace {

bool has(const JsonView& layer, const std::vector<std::string>& path) {
  auto at = layer;
  for (const auto& key : path) at = at[key];
  return at.given();
}

/// The nearest on the way to the thing; nothing: this layer doesn't say.
std::optional<Addressing> said_by(const JsonView& layer, const std::vector<std::string>& path) {
  auto at = layer;
  auto said = read_addressing(at);
  for (const auto& key : path) {
    at = at[key];
    if (const auto nearer = read_addressing(at)) said = nearer;
  }
  return said;
}

}  // namespace

Addressing addressing_of(const Layers& layers, const std::vector<std::string>& path) {
  auto layer = std::ranges::find_if(layers, [&path](const JsonView& each) { return has(each, path); });
  for (; layer != layers.end(); ++layer) {
    if (const auto said = said_by(*layer, path)) return *said;
  }
  return Addressing::zero;
}

}  // namespace bmsgw::config
