#include "bmsgw/payload/firmware_json.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "bmsgw/payload/json_writer.hpp"

namespace bmsgw::payload {
namespace {

using core::FirmwareProgress;
using nlohmann::json;
using State = FirmwareProgress::State;

constexpr std::array kStates{State::waiting, State::booting, State::sending, State::restarting,
                             State::done,    State::failed,  State::aborted, State::interrupted};

void append_text(std::string& into, const char* key, const std::string& text) {
  if (text.empty()) return;
  into += fmt::format(",\"{}\":", key);
  append_json_text(into, text);
}

std::string text_of(const json& entry, const char* key) {
  const auto place = entry.find(key);
  return place != entry.end() && place->is_string() ? place->get<std::string>() : "";
}

std::uint32_t number_of(const json& entry, const char* key) {
  const auto place = entry.find(key);
  return place != entry.end() && place->is_number_unsigned() ? place->get<std::uint32_t>() : 0;
}

}  // namespace

void format_firmware(const FirmwareProgress& progress, std::string& into) {
  into = fmt::format("{{\"state\":\"{}\"", to_string(progress.state));
  append_text(into, "file", progress.file);
  append_text(into, "version", progress.version);
  const auto percent =
      progress.frames == 0 ? 0 : std::uint64_t{progress.frame} * 100 / std::uint64_t{progress.frames};
  into += fmt::format(",\"frame\":{},\"frames\":{},\"percent\":{},\"repeated\":{}", progress.frame,
                      progress.frames, percent, progress.repeated);
  append_text(into, "reason", progress.reason);
  into += "}";
}

std::optional<FirmwareProgress> parse_firmware_progress(std::string_view text) {
  const auto entry = json::parse(text, nullptr, false);
  if (!entry.is_object()) return std::nullopt;
  const auto state = text_of(entry, "state");
  const auto* const place =
      std::ranges::find_if(kStates, [&state](State known) { return to_string(known) == state; });
  if (place == kStates.end()) return std::nullopt;
  return FirmwareProgress{*place,
                          "",
                          text_of(entry, "file"),
                          text_of(entry, "version"),
                          number_of(entry, "frame"),
                          number_of(entry, "frames"),
                          number_of(entry, "repeated"),
                          text_of(entry, "reason")};
}

}  // namespace bmsgw::payload
