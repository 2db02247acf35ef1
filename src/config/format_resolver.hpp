#pragma once

#include <string>
#include <vector>

#include "bmsgw/core/field_format.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Puts the format of a param together: built in, under the named or own format, under the param's own keys.
/// `bit` is left to the place.
/// Thread: any.
class FormatResolver {
 public:
  /// `layers` have `formats`; the first that has a name wins.
  FormatResolver(const std::vector<JsonView>& layers, ProblemList& problems);

  [[nodiscard]] core::FieldFormat resolve(const JsonView& param) const;
  /// The same with another format than the param names.
  [[nodiscard]] core::FieldFormat resolve(const JsonView& param, const JsonView& named_format) const;

 private:
  [[nodiscard]] core::FieldFormat base_of(const JsonView& format) const;
  [[nodiscard]] core::FieldFormat named(const std::string& name, const JsonView& at) const;
  void lay_over(core::FieldFormat& format, const JsonView& keys) const;
  void check(const core::FieldFormat& format, const JsonView& param) const;
  [[nodiscard]] std::vector<std::string> names() const;

  const std::vector<JsonView>& layers_;
  ProblemList& problems_;
};

}  // namespace bmsgw::config
