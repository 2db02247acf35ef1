#pragma once

#include <optional>
#include <vector>

#include "bmsgw/codec/snmp/map_spec.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::codec::snmp {

/// Finds out which of two factors a device means: by a middle raw number that only the fine one explains, or
/// by which of them puts the middle value between the limits and near to the reference. Once found it stays.
/// Thread: any (no sharing).
class ScaleSettler {
 public:
  explicit ScaleSettler(const ScaleSpec& spec);  ///< outlives the settler

  /// Nothing: not settled.
  [[nodiscard]] std::optional<double> factor() const { return factor_; }

  /// All of those that were heard together: the median of them is what judge() looks at. One that is ten
  /// times as far out as it may be is garbage and tells nothing.
  void hear_all(core::List raws);
  /// What limits and reference say now: nothing that the map names may be missing.
  void judge(std::optional<double> low, std::optional<double> high, std::optional<double> reference);
  /// What was heard counts no more.
  void forget() { middle_.reset(); }

 private:
  [[nodiscard]] bool is_usual(double raw) const;
  [[nodiscard]] bool is_garbage(double raw) const;
  [[nodiscard]] bool is_plausible(double value, std::optional<double> low, std::optional<double> high,
                                  double reference) const;

  const ScaleSpec& spec_;
  std::optional<double> factor_;
  std::optional<double> middle_;  ///< raw
  std::vector<double> sorted_;
};

}  // namespace bmsgw::codec::snmp
