#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/core/sample.hpp"

/// Samples in short, for the tests of the codecs.
namespace bmsgw::test {

/// Exact: a decoded value is the same on every machine. `true`, `42`, `real 3.48`, `"text"`, `[1 - 3]`.
inline std::string shown(const core::Value& value) {
  std::ostringstream text;
  text.precision(17);
  if (const auto* flag = std::get_if<bool>(&value)) text << (*flag ? "true" : "false");
  if (const auto* integer = std::get_if<std::int64_t>(&value)) text << *integer;
  if (const auto* real = std::get_if<double>(&value)) text << "real " << *real;
  if (const auto* characters = std::get_if<std::string_view>(&value)) text << '"' << *characters << '"';
  if (const auto* list = std::get_if<core::List>(&value)) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      text << (i == 0 ? "[" : " ");
      (*list)[i] ? text << *(*list)[i] : text << "-";
    }
    text << "]";
  }
  return text.str();
}

/// The values in their order; in place of one that isn't good its quality.
inline std::vector<std::string> shown(const std::vector<core::Sample>& samples) {
  std::vector<std::string> texts;
  for (const auto& sample : samples) {
    const bool good = sample.quality == core::Quality::good;
    texts.push_back(good ? shown(sample.value) : std::string(core::to_string(sample.quality)));
    EXPECT_EQ(good, !std::holds_alternative<std::monostate>(sample.value));
  }
  return texts;
}

}  // namespace bmsgw::test
