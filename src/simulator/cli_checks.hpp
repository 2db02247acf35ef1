#pragma once

#include <string>
#include <string_view>
#include <variant>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

/// What the options of all subcommands share. Only the *_cli files know CLI11.
namespace bmsgw::simulator {

/// `parse` gives a value, or what is wrong with the text.
template <typename Parse>
auto checked_by(Parse parse) {
  return [parse](const std::string& text) {
    const auto parsed = parse(text);
    const auto* error = std::get_if<std::string>(&parsed);
    return error != nullptr ? *error : std::string{};
  };
}

/// A number with its bounds, said in the help and in the message.
template <typename T>
CLI::Validator in_range(T least, T most, std::string_view unit) {
  const auto bounds = fmt::format("{} to {}", least, most);
  const auto check = [least, most, bounds](const std::string& text) {
    T value{};
    const bool right = CLI::detail::lexical_cast(text, value) && value >= least && value <= most;
    return right ? std::string{} : fmt::format("{} is not in the range {}", text, bounds);
  };
  return {check, fmt::format("{} {}", unit, bounds)};
}

}  // namespace bmsgw::simulator
