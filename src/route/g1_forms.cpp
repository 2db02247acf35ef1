// What may go out to a G1 unit, by the form of its fields. Letters are hexadecimal digits:
//   CF2,PPPP,VV        sets a parameter; the value has 2, 4 or 8 digits                  p. 16
//   CN1,I8,E,R,L,D...  sends a CAN message: id, extended, remote, length, data           p. 18
//   FD1, RC1, RS1      factory defaults, current to zero, reset; without fields          p. 23, 27
//   LG1,c  SS1,c       clear the log, the statistics                                     p. 24, 28
//   PW1,text PW2,text  log in (empty: log out), new password (empty: none)               p. 26
//   SC1,VV             state of charge, 00 to 64                                         p. 28
//   TC1,VV             reference temperature + 100                                       p. 42
//   TC2,PPPP,VV,VV,VV  cell module, beta, gamma, delta                                   p. 42
#include "route/g1_forms.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

namespace bmsgw::route {
namespace {

using core::SentenceCommand;

/// Sentences that are commands and have no form that reads; what a unit makes of `RS1,?` nobody has written
/// down. CN1 is one when it is sent to the unit.
constexpr std::array<std::string_view, 8> kCommandsOnly{"CN1", "FD1", "PW2", "RC1",
                                                        "RS1", "SC1", "TC1", "TC2"};
constexpr std::size_t kMostNameLength = 8;
constexpr std::size_t kMostPassword = 8;
constexpr std::size_t kLeastNewPassword = 4;
constexpr std::size_t kDigitsOfId = 4;
constexpr std::size_t kDigitsOfByte = 2;
constexpr std::size_t kDigitsOfCanId = 8;
constexpr std::int64_t kFullCharge = 100;  ///< percent

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
  });
}

/// Exactly so many digits; at most 16.
std::optional<std::int64_t> hex(std::string_view text, std::size_t digits) {
  if (text.size() != digits || !is_hex(text)) return std::nullopt;
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return static_cast<std::int64_t>(number);
}

/// One line, so that nothing in it can end a sentence and begin another.
bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool is_name(std::string_view text) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_fit = [is_capital](char c) { return (c >= '0' && c <= '9') || is_capital(c); };
  return !text.empty() && text.size() <= kMostNameLength && is_capital(text.front()) &&
         std::ranges::all_of(text, is_fit);
}

std::vector<std::string_view> split(std::string_view fields) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto comma = fields.find(',');
    parts.push_back(fields.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    fields.remove_prefix(comma + 1);
  }
}

std::string range_text(std::int64_t least, std::int64_t most) {
  return std::to_string(least) + " to " + std::to_string(most);
}

/// The forms: each tells what the fields have to be; empty: they are.

std::string fault_of_nothing(std::string_view fields) {
  return fields.empty() ? "" : "has no fields";
}

std::string fault_of_clearing(std::string_view fields) {
  return fields == "c" ? "" : "can only be sent with \"c\", which clears";
}

bool is_password(std::string_view text) {
  return text.size() <= kMostPassword && is_printable(text) && text.find(',') == std::string_view::npos;
}

std::string fault_of_login(std::string_view fields) {
  return is_password(fields) && fields != "?"
             ? ""
             : "takes a password of 1 to 8 characters without a comma, or none";
}

std::string fault_of_new_password(std::string_view fields) {
  const bool is_long_enough = fields.empty() || fields.size() >= kLeastNewPassword;
  return is_long_enough && is_password(fields)
             ? ""
             : "takes a password of 4 to 8 characters without a comma, or none";
}

std::string fault_of_charge(std::string_view fields) {
  const auto percent = hex(fields, kDigitsOfByte);
  return percent && *percent <= kFullCharge ? "" : "takes two hexadecimal digits, 00 to 64";
}

std::string fault_of_temperature(std::string_view fields) {
  return hex(fields, kDigitsOfByte) ? "" : "takes two hexadecimal digits";
}

std::string fault_of_coefficients(std::string_view fields) {
  const auto parts = split(fields);
  const bool is_good = parts.size() == 4 && hex(parts[0], kDigitsOfId) && hex(parts[1], kDigitsOfByte) &&
                       hex(parts[2], kDigitsOfByte) && hex(parts[3], kDigitsOfByte);
  return is_good ? "" : "takes four, two, two and two hexadecimal digits";
}

struct Form {
  std::string_view sentence;
  std::string (*fault)(std::string_view fields);
};
constexpr std::array<Form, 10> kForms{{
    {"FD1", fault_of_nothing},
    {"LG1", fault_of_clearing},
    {"PW1", fault_of_login},
    {"PW2", fault_of_new_password},
    {"RC1", fault_of_nothing},
    {"RS1", fault_of_nothing},
    {"SC1", fault_of_charge},
    {"SS1", fault_of_clearing},
    {"TC1", fault_of_temperature},
    {"TC2", fault_of_coefficients},
}};

bool is_listed(const std::string& sentence, const BusPolicy& policy) {
  return std::ranges::find(policy.sentences, sentence) != policy.sentences.end();
}

std::string not_allowed(const std::string& what) {
  return what + " isn't in the bus's \"allow\"";
}

/// The digits as the number that they are for the unit.
std::int64_t with_sign(std::int64_t raw, std::size_t digits, bool is_signed) {
  const auto values = std::int64_t{1} << (4 * digits);
  return is_signed && raw >= values / 2 ? raw - values : raw;
}

std::string fault_of_value(std::string_view text, const std::string& what, const ParameterPermit& permit) {
  const auto raw = hex(text, permit.digits);
  if (!raw) return what + " takes " + std::to_string(permit.digits) + " hexadecimal digits";
  const auto number = with_sign(*raw, text.size(), permit.is_signed);
  if (number >= permit.least && number <= permit.most) return "";
  const auto range = permit.range.empty() ? "" : " (" + permit.range + ")";
  return what + ": the raw value " + std::to_string(number) + " is out of what \"allow\" lets be set, " +
         range_text(permit.least, permit.most) + range;
}

/// Of several permits for one parameter each has to be kept.
std::string fault_of_parameter(const SentenceCommand& what, const BusPolicy& policy) {
  const auto parts = split(what.fields);
  const auto id = hex(parts[0], kDigitsOfId);
  if (!id || parts.size() != 2) return "CF2 takes a parameter's id in four hexadecimal digits, and a value";
  const auto name = "the parameter " + std::string(parts[0]);
  const auto is_meant = [&id](const ParameterPermit& permit) { return permit.id == *id; };
  if (!is_listed(what.sentence, policy) && std::ranges::none_of(policy.parameters, is_meant))
    return not_allowed(name);
  const auto digits = parts[1].size();
  if (!is_hex(parts[1]) || (digits != 2 && digits != 4 && digits != 8))
    return name + " takes 2, 4 or 8 hexadecimal digits";
  for (const auto& permit : policy.parameters) {
    if (!is_meant(permit)) continue;
    if (auto fault = fault_of_value(parts[1], name, permit); !fault.empty()) return fault;
  }
  return "";
}

std::string fault_of_can_message(const SentenceCommand& what, const BusPolicy& policy) {
  const auto frame = sent_frame(what);
  if (!frame) return "CN1 takes id, extended, remote, length and as many bytes as its length says";
  const auto id = to_string(frame->id);
  if (frame->id == core::kNeverSent) return id + " would make the unit believe that a charger is connected";
  return std::ranges::find(policy.ids, frame->id) != policy.ids.end() ? "" : not_allowed(id);
}

std::string fault_of_range(const SentenceCommand& what, const BusPolicy& policy) {
  for (const auto& range : policy.ranges) {
    if (range.sentence != what.sentence) continue;
    const auto number = hex(what.fields, kDigitsOfByte);
    if (number && *number >= range.least && *number <= range.most) continue;
    return what.sentence + ": the raw value " + what.fields +
           " (hexadecimal) is out of what \"allow\" lets be set, " + range_text(range.least, range.most);
  }
  return "";
}

std::optional<bool> flag(std::string_view text) {
  if (text == "0") return false;
  if (text == "1") return true;
  return std::nullopt;
}

std::optional<std::uint8_t> can_length(std::string_view text) {
  const bool is_digit = text.size() == 1 && text[0] >= '0' && text[0] <= '8';
  return is_digit ? std::optional(static_cast<std::uint8_t>(text[0] - '0')) : std::nullopt;
}

/// As many bytes as the length says; of a remote frame there may be none.
bool fill(std::string_view digits, core::CanFrame& frame) {
  if (frame.remote && digits.empty()) return true;
  if (digits.size() != frame.length * kDigitsOfByte || !is_hex(digits)) return false;
  for (std::size_t i = 0; i < frame.length; ++i) {
    frame.data[i] =
        static_cast<std::uint8_t>(*hex(digits.substr(i * kDigitsOfByte, kDigitsOfByte), kDigitsOfByte));
  }
  return true;
}

}  // namespace

std::string fault_of_read(const SentenceCommand& what) {
  const auto& name = what.sentence;
  if (!is_name(name)) return "the name of a sentence has 1 to 8 capital letters and digits";
  if (std::ranges::find(kCommandsOnly, name) != kCommandsOnly.end())
    return name + " is a command to the device and can't be read";
  if (name == "CF2")
    return hex(what.fields, kDigitsOfId) ? "" : "CF2 is read by a parameter's id, four hexadecimal digits";
  if (what.fields.empty() || (name == "SS1" && hex(what.fields, kDigitsOfByte))) return "";
  return name + " is read without fields" + (name == "SS1" ? ", or by two hexadecimal digits" : "");
}

std::string fault_of_write(const SentenceCommand& what, const BusPolicy& policy) {
  const auto& name = what.sentence;
  if (name == "CF2") return fault_of_parameter(what, policy);
  if (name == "CN1") return fault_of_can_message(what, policy);
  if (!is_listed(name, policy)) return not_allowed(name);
  const auto form = std::ranges::find(kForms, name, &Form::sentence);
  if (form == kForms.end()) {
    return is_name(name) && is_printable(what.fields) ? "" : name + " has fields that aren't plain text";
  }
  const auto fault = form->fault(what.fields);
  return fault.empty() ? fault_of_range(what, policy) : name + " " + fault;
}

std::optional<core::CanFrame> sent_frame(const SentenceCommand& what) {
  const auto parts = split(what.fields);
  if (what.sentence != "CN1" || parts.size() != 5) return std::nullopt;
  const auto number = hex(parts[0], kDigitsOfCanId);
  const auto is_extended = flag(parts[1]);
  const auto is_remote = flag(parts[2]);
  const auto length = can_length(parts[3]);
  if (!number || !is_extended || !is_remote || !length) return std::nullopt;
  if (*number > (*is_extended ? core::CanId::kLastExtended : core::CanId::kLastStandard)) return std::nullopt;
  const auto id = static_cast<std::uint32_t>(*number);
  core::CanFrame frame;
  frame.id = *is_extended ? core::CanId::extended(id) : core::CanId::standard(id);
  frame.remote = *is_remote;
  frame.length = *length;
  return fill(parts[4], frame) ? std::optional(frame) : std::nullopt;
}

}  // namespace bmsgw::route
