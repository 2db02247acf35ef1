#include "simulator/snmp/objects.hpp"

#include <cmath>
#include <ctime>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/core.h>

namespace bmsgw::simulator::snmp {
namespace {

constexpr std::int64_t kLongestText = 64;

}  // namespace

Oid vendor_oid(std::string_view below) {
  return oid_of(fmt::format("1.3.6.1.4.1.3808.{}", below));
}

Oid manager_oid(std::string_view below) {
  return vendor_oid(fmt::format("1.1.7.{}", below));
}

Column constant(std::int64_t number) {
  return {.kept = {Value::integer(number)}};
}

Column fixed_text(std::string_view text) {
  return {.kept = {Value::text(std::string(text))}};
}

Column settable_text(std::string_view text) {
  return {.kept = {Value::text(std::string(text))}, .writable = Column::Bounds{0, kLongestText}};
}

Column setting(std::int64_t number, std::int64_t least, std::int64_t most) {
  return {.kept = {Value::integer(number)}, .writable = Column::Bounds{least, most}};
}

Column computed(std::function<std::optional<std::int64_t>(std::size_t element)> number) {
  Column column;
  column.read = [number = std::move(number)](std::size_t element) -> std::optional<Value> {
    const auto raw = number(element);
    return raw ? std::optional(Value::integer(*raw)) : std::nullopt;
  };
  return column;
}

Column repeated(const Column& column, std::size_t count) {
  auto all = column;
  all.kept.assign(count, column.kept.front());
  return all;
}

Column element_numbers() {
  return computed([](std::size_t element) { return static_cast<std::int64_t>(element + 1); });
}

std::optional<std::int64_t> raw_of(std::optional<double> value, double per_unit) {
  return value ? std::optional<std::int64_t>(std::llround(*value * per_unit)) : std::nullopt;
}

std::string time_text(std::int64_t unix_us) {
  return fmt::format("{:%m/%d/%Y %H:%M:%S}", fmt::gmtime(static_cast<std::time_t>(unix_us / 1'000'000)));
}

}  // namespace bmsgw::simulator::snmp
