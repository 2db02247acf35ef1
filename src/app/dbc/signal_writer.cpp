#include "app/dbc/signal_writer.hpp"

#include <cmath>
#include <unordered_set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/dbc/place.hpp"
#include "app/dbc/scaling.hpp"

namespace bmsgw::app::dbc {
namespace {

using Json = nlohmann::ordered_json;

// What params_config.json takes.
constexpr std::size_t kLongestUnit = 32;
constexpr std::size_t kLongestCodeName = 256;
constexpr std::size_t kLongestDescription = 4096;
constexpr double kLongestAge = 86400;  // s

/// A broadcast value is stale at the earliest after this, unless its param says otherwise.
constexpr double kUsualAge = 10;  // s

/// 40 rather than 40.0.
Json number(double value) {
  constexpr double kLastExact = 9007199254740992;  // 2^53
  if (std::trunc(value) != value || std::fabs(value) > kLastExact) return value;
  return static_cast<std::int64_t>(value);
}

class SignalWriter {
 public:
  SignalWriter(const Message& message, const Signal& signal, std::vector<Remark>& remarks)
      : message_(message), signal_(signal), remarks_(remarks) {}

  Json write(const std::string& key) && {
    write_place();
    write_scaling();
    write_units();
    write_names();
    write_bounds();
    write_age();
    write_key(key);
    if (!add_description(param_, signal_.comment)) remark("its comment is left out: longer than 4096 bytes");
    return std::move(param_);
  }

 private:
  void write_place();
  void write_scaling();
  void write_units();
  void write_names();
  Json names_json();
  void write_bounds();
  void write_age();
  void write_key(const std::string& key);
  void remark(const std::string& why) { remark_at(signal_.line, why); }
  void remark_at(std::size_t line, const std::string& why) {
    remarks_.push_back({line, message_.name + "." + signal_.name + ": " + why});
  }

  const Message& message_;
  const Signal& signal_;
  std::vector<Remark>& remarks_;
  Json param_ = Json::object();
};

void SignalWriter::write_place() {
  const auto place = place_of(signal_);
  const auto& piece = place.pieces.front();
  param_["start"] = piece.start;
  if (piece.bits != 8) param_["bits"] = piece.bits;
  if (!place.big_end) param_["big_end"] = false;
  if (place.dbc_numbering) param_["bit_numbering"] = "dbc";
  if (signal_.is_signed) param_["signed"] = true;
}

void SignalWriter::write_scaling() {
  const auto scaling = scaling_of(signal_);
  if (scaling.offset != 0) param_["offset"] = number(scaling.offset);
  if (scaling.factor != 1) param_["factor"] = number(scaling.factor);
  if (scaling.decimals) param_["decimals"] = *scaling.decimals;
}

void SignalWriter::write_units() {
  if (signal_.unit.size() > kLongestUnit) {
    remark("its unit is left out: longer than 32 bytes");
  } else if (!signal_.unit.empty()) {
    param_["units"] = signal_.unit;
  }
}

/// By value, as they are looked up, and only where that is the raw code: no reader has to know which is
/// meant.
void SignalWriter::write_names() {
  if (signal_.names.empty()) return;
  if (signal_.factor != 1 || signal_.offset != 0) {
    remark_at(signal_.names.front().line,
              "the names of its codes are left out: its values are not its codes");
    return;
  }
  auto names = names_json();
  if (!names.empty()) param_["names"] = std::move(names);
}

Json SignalWriter::names_json() {
  auto names = Json::object();
  std::unordered_set<std::int64_t> taken;
  for (const auto& name : signal_.names) {
    if (name.text.size() > kLongestCodeName) {
      remark_at(name.line, fmt::format("the name of {} is left out: longer than 256 bytes", name.code));
    } else if (!taken.insert(name.code).second) {
      remark_at(name.line, fmt::format("the second name of {} is left out", name.code));
    } else {
      names.get_ref<Json::object_t&>().emplace_back(std::to_string(name.code), name.text);
    }
  }
  return names;
}

void SignalWriter::write_bounds() {
  const auto bounds = bounds_of(signal_);
  if (!bounds.fault.empty()) remark(bounds.fault + " and are left out");
  if (bounds.bottom) param_["valid_bot"] = number(*bounds.bottom);
  if (bounds.top) param_["valid_top"] = number(*bounds.top);
}

/// Only for what comes more rarely than the gateway expects before it knows its rhythm.
void SignalWriter::write_age() {
  const auto age = 3 * message_.cycle_ms.value_or(0) / 1000;
  if (age > kUsualAge && age <= kLongestAge) param_["max_age"] = number(age);
}

void SignalWriter::write_key(const std::string& key) {
  if (key.empty()) remark("isn't sent: its key is that of another signal, or longer than 128 characters");
  if (!key.empty()) param_["route_to_mqtt"] = key;
}

}  // namespace

Json param_json(const Message& message, const Signal& signal, const std::string& key,
                std::vector<Remark>& remarks) {
  return SignalWriter(message, signal, remarks).write(key);
}

bool add_description(Json& object, const std::string& text) {
  if (text.size() > kLongestDescription) return false;
  if (!text.empty()) object["description"] = text;
  return true;
}

}  // namespace bmsgw::app::dbc
