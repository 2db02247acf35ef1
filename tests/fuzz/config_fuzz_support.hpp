#pragma once

#include <algorithm>
#include <string>
#include <tuple>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/config/loader.hpp"

#include "fuzz_support.hpp"

namespace bmsgw::fuzz {

inline std::tuple<const std::string&, std::uint32_t, std::uint32_t> place_of(const config::Problem& problem) {
  return {problem.file, problem.line, problem.column};
}

inline void check_problem(const config::Problem& problem, const std::string& text) {
  const auto lines = static_cast<std::uint32_t>(std::ranges::count(text, '\n')) + 1;
  require(problem.line <= lines, "a problem is at a line of the file");
  require(problem.column <= text.size() + 1, "a problem is at a column of the file");
  require(!problem.what.empty(), "a problem says what it is");
  require(std::ranges::none_of(to_string(problem), [](char c) { return c >= 0 && c < ' '; }),
          "a problem is one printable line");
}

/// Loads both files and compiles what is accepted. `fuzzed` is the one of them that the fuzzer made, named
/// "fuzzed".
inline void load_and_check(const std::string& settings_name, const std::string& settings,
                           const std::string& params_name, const std::string& params,
                           const std::string& fuzzed) {
  const config::Places nowhere{"/nowhere", {}, "/nowhere"};
  const auto loaded = config::load_text(settings_name, settings, params_name, params, nowhere);
  require(loaded.config.has_value() != has_errors(loaded.problems), "a configuration, or errors, never both");
  require(std::ranges::is_sorted(loaded.problems, {}, place_of), "problems are sorted by place");
  for (const auto& problem : loaded.problems) {
    check_problem(problem, problem.file == "fuzzed" ? fuzzed : settings + params);
  }
  if (!loaded.config) return;
  core::PointRegistry registry;
  const auto compiled = app::compile(*loaded.config, registry);
  require(compiled.points.size() == registry.size(), "each point has its description");
}

}  // namespace bmsgw::fuzz
