#include "config/map_addressing.hpp"

#include <algorithm>

#include "config/address_book.hpp"

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

/// What the first text that has `home` says of `path`, else what it is laid over.
Addressing counted_as(const Layers& layers, const std::vector<std::string>& home,
                      const std::vector<std::string>& path) {
  auto layer = std::ranges::find_if(layers, [&home](const JsonView& each) { return has(each, home); });
  for (; layer != layers.end(); ++layer) {
    if (const auto said = said_by(*layer, path)) return *said;
  }
  return Addressing::zero;
}

}  // namespace

Addressing addressing_of(const Layers& layers, const std::vector<std::string>& path) {
  return counted_as(layers, path, path);
}

Addressing addressing_of(const Layers& layers, const std::vector<std::string>& path,
                         const JsonView& address) {
  const auto name = name_in(address);
  return name ? counted_as(layers, {"addresses", *name}, path) : addressing_of(layers, path);
}

}  // namespace bmsgw::config
