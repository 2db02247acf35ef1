#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/json_view.hpp"
#include "config/layers.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Puts object identifiers of an SNMP map together: one that begins with 1.3.6.1 stands by itself, any other
/// one follows the `oid_base` of its packet, else that of the map. What the text says in which it stands
/// holds, else what that text is laid over says: what stands above never changes what a profile says.
/// Thread: any.
class OidResolver {
 public:
  OidResolver(const Layers& layers, ProblemList& problems) : layers_(layers), problems_(problems) {}

  /// `path`: the keys from the map's top to the thing that it is of, as in {"packets", "Probes", "params",
  /// "probePacks"}. Nothing: it is none, or that can't be said; it has been said why.
  [[nodiscard]] std::optional<std::string> resolve(const JsonView& oid,
                                                   const std::vector<std::string>& path) const;
  /// Of one that is the key `key`.
  [[nodiscard]] std::optional<std::string> resolve_key(const JsonView& key,
                                                       const std::vector<std::string>& path) const;

 private:
  /// A base; nothing: there is one, and it can't be used.
  struct Base {
    bool is_good = true;
    std::string oid;  ///< empty: there is none
  };
  [[nodiscard]] std::optional<std::string> resolve(const std::string& text, const JsonView& at,
                                                   const std::vector<std::string>& path) const;
  [[nodiscard]] Base base_of(const std::vector<std::string>& path) const;
  [[nodiscard]] Base packet_base(const JsonView& base, std::size_t layer) const;
  [[nodiscard]] Base map_base(std::size_t layer) const;
  [[nodiscard]] bool is_good(const std::string& text, const JsonView& at) const;

  const Layers& layers_;
  ProblemList& problems_;
};

}  // namespace bmsgw::config
