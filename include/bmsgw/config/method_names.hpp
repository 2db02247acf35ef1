#pragma once

#include <optional>
#include <string_view>

/// What the configuration has to know of the built-in methods (rpc has them). Thread: any.
namespace bmsgw::config {

/// A built-in method is called so, or may be one day: no route's method can be.
[[nodiscard]] bool is_reserved_method(std::string_view name);

/// The sentence that a method of G1 sends, as "allow" takes it (g1.reset: RS1); nothing: it sends none that
/// could be allowed.
[[nodiscard]] std::optional<std::string_view> sentence_of_method(std::string_view method);

/// Methods of G1 that are no sentence; "allow" has them by their names.
inline constexpr std::string_view kMasterClearMethod = "g1.masterClear";
inline constexpr std::string_view kFirmwareMethod = "g1.upgradeFirmware";

}  // namespace bmsgw::config
