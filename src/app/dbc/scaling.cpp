#include "app/dbc/scaling.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace bmsgw::app::dbc {
namespace {

constexpr double kMost = 1e15;  // of any number in params_config.json
constexpr int kMostDecimals = 9;

/// 400 for 399.99999999999994.
double with_15_digits(double number) {
  const auto text = fmt::format("{:.15g}", number);
  double rounded = number;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded + 0.0;  // no -0
}

/// 2 for 0.25; nothing: more than kMostDecimals.
std::optional<int> decimals_of(double number) {
  for (int decimals = 0; decimals <= kMostDecimals; ++decimals) {
    const double power = std::pow(10.0, decimals);
    if (std::round(number * power) / power == number) return decimals;
  }
  return std::nullopt;
}

/// The least and the greatest physical value.
std::pair<double, double> reach_of(const Signal& signal) {
  const auto bits = static_cast<int>(signal.bits);
  const double lowest = signal.is_signed ? -std::ldexp(1, bits - 1) : 0;
  const double highest = std::ldexp(1, signal.is_signed ? bits - 1 : bits) - 1;
  return std::minmax({lowest * signal.factor + signal.offset, highest * signal.factor + signal.offset});
}

bool are_given(const Signal& signal) {
  return signal.minimum != 0 || signal.maximum != 0;
}

}  // namespace

std::string scaling_fault(const Signal& signal) {
  if (signal.factor == 0) return "its factor is 0";
  if (std::fabs(signal.factor) > kMost) return fmt::format("its factor is beyond 1e15: {}", signal.factor);
  if (std::fabs(signal.offset / signal.factor) > kMost) {
    return fmt::format("its offset {} is beyond 1e15 times its factor {}", signal.offset, signal.factor);
  }
  return "";
}

Scaling scaling_of(const Signal& signal) {
  const auto of_factor = decimals_of(signal.factor);
  const auto of_offset = decimals_of(signal.offset);
  Scaling scaling{signal.factor, with_15_digits(signal.offset / signal.factor), std::nullopt};
  if (of_factor && of_offset && *of_factor + *of_offset > 0)
    scaling.decimals = std::max(*of_factor, *of_offset);
  return scaling;
}

Bounds bounds_of(const Signal& signal) {
  if (!are_given(signal)) return {};
  const auto given = fmt::format("its bounds [{}|{}] ", signal.minimum, signal.maximum);
  if (signal.minimum >= signal.maximum) return {{}, {}, given + "leave no room"};
  const auto [least, most] = reach_of(signal);
  if (signal.minimum > most || signal.maximum < least) {
    return {{}, {}, given + fmt::format("lie outside of what it can be, {} to {}", least, most)};
  }
  const double margin = std::fabs(signal.factor) * 1e-6;
  Bounds bounds;
  if (signal.minimum > least + margin) bounds.bottom = signal.minimum;
  if (signal.maximum < most - margin) bounds.top = signal.maximum;
  const bool are_too_large =
      std::fabs(bounds.bottom.value_or(0)) > kMost || std::fabs(bounds.top.value_or(0)) > kMost;
  return are_too_large ? Bounds{{}, {}, given + "are beyond 1e15"} : bounds;
}

}  // namespace bmsgw::app::dbc
