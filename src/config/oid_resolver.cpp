#include "config/oid_resolver.hpp"

#include <string_view>

#include "bmsgw/core/snmp.hpp"

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kInternet = "1.3.6.1";

bool has(const JsonView& layer, const std::vector<std::string>& path) {
  auto at = layer;
  for (const auto& key : path) at = at[key];
  return at.given();
}

std::string without_leading_dot(const std::string& text) {
  return text.starts_with('.') ? text.substr(1) : text;
}

bool stands_alone(const std::string& oid) {
  return core::is_under(oid, kInternet);
}

}  // namespace

/// Numbers and dots; of a relative one that it can be part of one.
bool OidResolver::is_good(const std::string& text, const JsonView& at) const {
  const auto whole = stands_alone(text) ? text : kInternet + ("." + text);
  if (core::is_oid(whole)) return true;
  problems_.error(at, "must be at most 128 numbers with dots between them, as in 1.3.6.1.2.1.1.3.0, not " +
                          in_quotes(text));
  return false;
}

OidResolver::Base OidResolver::map_base(std::size_t layer) const {
  for (; layer < layers_.size(); ++layer) {
    const auto base = layers_[layer]["oid_base"];
    if (!base.given()) continue;
    const auto oid = without_leading_dot(base.text().value_or(""));
    if (!base.text() || !is_good(oid, base)) return {false, ""};
    if (stands_alone(oid)) return {true, oid};
    problems_.error(base, "must begin with 1.3.6.1: there is nothing that it could follow");
    return {false, ""};
  }
  return {};
}

OidResolver::Base OidResolver::packet_base(const JsonView& base, std::size_t layer) const {
  const auto oid = without_leading_dot(base.text().value_or(""));
  if (!base.text() || !is_good(oid, base)) return {false, ""};
  if (stands_alone(oid)) return {true, oid};
  const auto below = map_base(layer);
  if (!below.is_good) return below;
  if (!below.oid.empty()) return {true, below.oid + "." + oid};
  problems_.error(base,
                  "doesn't begin with 1.3.6.1, and around the packet there is no \"oid_base\" that it "
                  "could follow");
  return {false, ""};
}

OidResolver::Base OidResolver::base_of(const std::vector<std::string>& path) const {
  std::size_t layer = 0;
  while (layer < layers_.size() && !has(layers_[layer], path)) ++layer;
  const bool is_in_packet = path.size() > 1 && path.front() == "packets";
  for (; layer < layers_.size(); ++layer) {
    const auto of_packet = layers_[layer]["packets"][is_in_packet ? path[1] : ""]["oid_base"];
    if (of_packet.given()) return packet_base(of_packet, layer);
    if (layers_[layer]["oid_base"].given()) return map_base(layer);
  }
  return {};
}

std::optional<std::string> OidResolver::resolve(const std::string& text, const JsonView& at,
                                                const std::vector<std::string>& path) const {
  const auto oid = without_leading_dot(text);
  if (!is_good(oid, at)) return std::nullopt;
  if (stands_alone(oid)) return oid;
  const auto base = base_of(path);
  if (!base.is_good) return std::nullopt;
  if (base.oid.empty()) {
    problems_.error(at, in_quotes(text) +
                            " doesn't begin with 1.3.6.1, and there is no \"oid_base\" that it could follow");
    return std::nullopt;
  }
  auto whole = base.oid + "." + oid;
  if (core::is_oid(whole)) return whole;
  problems_.error(at, "has more than 128 numbers behind its \"oid_base\"");
  return std::nullopt;
}

std::optional<std::string> OidResolver::resolve(const JsonView& oid,
                                                const std::vector<std::string>& path) const {
  const auto text = oid.text();
  return text ? resolve(*text, oid, path) : std::nullopt;
}

std::optional<std::string> OidResolver::resolve_key(const JsonView& key,
                                                    const std::vector<std::string>& path) const {
  return resolve(key.name(), key, path);
}

}  // namespace bmsgw::config
