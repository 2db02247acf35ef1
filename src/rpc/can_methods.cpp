// CAN buses: single frames. CAN has no answer: "handed to the interface" is all that can be said of one.
#include "can_methods.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <variant>

#include <fmt/core.h>

#include "bmsgw/core/can_frame.hpp"

#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
using Kind = ParamSpec::Kind;

constexpr std::size_t kMostClassic = 8;
/// Lengths of FD frames beyond 8 (ISO 11898-1).
constexpr std::array<std::size_t, 7> kLongLengths{12, 16, 20, 24, 32, 48, 64};

json wrong(const std::string& reason) {
  return refusal("bad_params", reason);
}

/// Why a frame can't have so many bytes; empty: it can.
std::string fault_of_length(std::size_t length, bool fd, bool remote) {
  if (remote && fd) return "an FD frame can't be a remote frame";
  if (remote && length > 0) return "a remote frame has no data: leave \"data\" out";
  if (length <= kMostClassic) return "";
  if (!fd) return fmt::format("\"data\" has {} bytes, and a frame takes 8; \"fd\":true takes 64", length);
  if (std::ranges::find(kLongLengths, length) != kLongLengths.end()) return "";
  return fmt::format("\"data\" has {} bytes; an FD frame has 0 to 8, 12, 16, 20, 24, 32, 48 or 64", length);
}

/// `hex`: an even number of digits, no more than fit.
void set_data(const std::string& hex, core::CanFrame& frame) {
  frame.length = static_cast<std::uint8_t>(hex.size() / 2);
  for (std::size_t i = 0; i < frame.length; ++i) {
    const auto* const digits = hex.data() + 2 * i;
    std::from_chars(digits, digits + 2, frame.data[i], 16);
  }
}

/// The frame, or the answer that says what is wrong.
std::variant<core::CanFrame, json> frame_of(const json& params) {
  const auto id = core::parse_can_id(params.at("id").get_ref<const std::string&>());
  if (!id) return wrong("\"id\" must be X and 1-8 hexadecimal digits (29 bit), or S and 1-3 (11 bit)");
  if (*id == core::kNeverSent) {
    return refusal("refused", to_string(*id) + " would make the unit believe that a charger is connected");
  }
  core::CanFrame frame;
  frame.id = *id;
  frame.remote = params.value("remote", false);
  frame.fd = params.value("fd", false);
  const auto data = params.value("data", "");
  const auto fault = fault_of_length(data.size() / 2, frame.fd, frame.remote);
  if (!fault.empty()) return wrong(fault);
  set_data(data, frame);
  return frame;
}

Begun send(const MethodCall& call) {
  auto frame = frame_of(call.params);
  if (auto* const fault = std::get_if<json>(&frame)) return std::move(*fault);
  const auto& made = std::get<core::CanFrame>(frame);
  const auto what = fmt::format("{}{}{}{}", to_string(made.id), made.remote ? " remote" : "",
                                made.length > 0 ? "#" : "", call.params.value("data", ""));
  Ask ask{call.device, core::Command::Kind::write, core::Command::What(made)};
  return std::make_unique<WriteTask>(std::move(ask), what);
}

constexpr std::array<ParamSpec, 4> kSend{{
    {"id", Kind::text, true, "X and hexadecimal digits: 29 bit; S and them: 11 bit", 2, 9},
    {"data", Kind::hex, false, "the bytes; none unless given", 0, 128},
    {"remote", Kind::flag, false, "true: a remote frame, without data"},
    {"fd", Kind::flag, false, "true: an FD frame, up to 64 bytes"},
}};

constexpr std::array<TaskMethod, 1> kMethods{{
    {{"can.send", "can", "sends a frame; what is done with it no bus can tell", Effect::writes, kSend, true,
      "the id: X18FF0001", R"({"bus":"can0","id":"X18FF0001","data":"0102FF"})",
      R"({"ok":true,"detail":"handed to the interface"})"},
     send},
}};

}  // namespace

MethodList can_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
