// What goes out to a G1 unit or a CAN bus: whatever is asked, only what the policy lists and the manual's
// forms. The input is three lines: the policy (`w` can be written, sentences, CAN ids, 0102:2:-5:5 a
// parameter with its bytes and range, SC1=0:80 a range, `clear`, `firmware`, ?X100 a poll), then `R` or `W`
// and what (a sentence, or @can, @clear, @firmware, @abort), then its fields.
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <regex.h>

#include "bmsgw/route/write_gate.hpp"

#include "fuzz_support.hpp"

namespace {

using bmsgw::fuzz::require;
using bmsgw::fuzz::take_until;
namespace core = bmsgw::core;
namespace route = bmsgw::route;
using Text = std::string;

using Parts = std::vector<Text>;  // of a match: all of it, then its groups

constexpr std::size_t kMostText = 120;
constexpr std::size_t kMostParts = 8;

/// POSIX extended; the whole text. They are kept until the end.
const regex_t& compiled(const char* pattern) {
  static auto& known = *new std::map<Text, regex_t>;
  const auto [place, is_new] = known.try_emplace(pattern);
  const auto whole = "^(" + Text(pattern) + ")$";
  if (is_new) require(regcomp(&place->second, whole.c_str(), REG_EXTENDED) == 0, "a good pattern");
  return place->second;
}

bool is_like(const Text& text, const char* pattern, Parts* parts = nullptr) {
  std::array<regmatch_t, kMostParts> found{};
  if (text.find('\0') != Text::npos) return false;
  if (regexec(&compiled(pattern), text.c_str(), kMostParts, found.data(), 0) != 0) return false;
  for (std::size_t i = 1; parts != nullptr && i < kMostParts; ++i) {
    const auto& [first, end] = found[i];
    parts->push_back(
        first < 0 ? "" : text.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first)));
  }
  return true;
}

void add_parameter(const Parts& parts, route::BusPolicy& policy) {
  const auto bytes = std::stoul(parts[2]);
  policy.parameters.push_back({static_cast<std::uint16_t>(std::stoul(parts[1], nullptr, 16)),
                               static_cast<std::uint8_t>(2 * bytes), !parts[3].empty(), std::stoll(parts[4]),
                               std::stoll(parts[5])});
}

void add_word(const Text& word, route::BusPolicy& policy) {
  Parts parts;
  if (word == "w") {
    policy.read_write = true;
  } else if (word == "clear") {
    policy.master_clear = true;
  } else if (word == "firmware") {
    policy.firmware = true;
  } else if (is_like(word, "([0-9A-F]{4}):([124])(s?):(-?[0-9]{1,12}):(-?[0-9]{1,12})", &parts)) {
    add_parameter(parts, policy);
  } else if (is_like(word, "(SC1|TC1)=(-?[0-9]{1,6}):(-?[0-9]{1,6})", &parts)) {
    policy.ranges.push_back({parts[1], std::stoll(parts[2]), std::stoll(parts[3])});
  } else if (word.starts_with('?')) {
    if (const auto id = core::parse_can_id(std::string_view(word).substr(1)))
      policy.polls.push_back({*id, 2, {}, false});
  } else if (const auto id = core::parse_can_id(word); id && word != "SC1") {
    policy.ids.push_back(*id);
  } else {
    policy.sentences.push_back(word);
  }
}

route::BusPolicy read_policy(std::string_view line) {
  route::BusPolicy policy;
  for (int words = 0; !line.empty() && words < 32; ++words) {
    const Text word(take_until(line, ' '));
    if (word.size() <= 40) add_word(word, policy);
  }
  return policy;
}

/// Of @can: an id and data bytes.
core::CanFrame read_frame(std::string_view fields) {
  core::CanFrame frame;
  frame.id = core::parse_can_id(take_until(fields, ' ')).value_or(core::CanId());
  frame.length = static_cast<std::uint8_t>(std::min<std::size_t>(fields.size(), 8));
  std::copy_n(fields.begin(), frame.length, frame.data.begin());
  return frame;
}

core::Command::What read_what(const Text& name, std::string_view fields) {
  if (name == "@can") return read_frame(fields);
  if (name == "@clear") return core::MasterClear{};
  if (name == "@firmware") return core::FirmwareUpgrade{std::make_shared<core::FirmwareImage>()};
  if (name == "@abort") return core::FirmwareAbort{};
  return core::SentenceCommand{name, Text(fields)};
}

bool lists(const route::BusPolicy& policy, const Text& sentence) {
  return std::ranges::count(policy.sentences, sentence) > 0;
}

bool may_read(const Text& wire) {
  if (wire.find("xxxxx") != Text::npos) return false;
  return is_like(wire, "CF2,[0-9A-Fa-f]{4}") || is_like(wire, "SS1,([0-9A-Fa-f]{2})?") ||
         (is_like(wire, "[A-Za-z0-9]{1,8},") && !is_like(wire, "(CF2|CN1|FD1|PW2|RC1|RS1|SC1|TC1|TC2),"));
}

std::int64_t as_number(const Text& digits, bool is_signed) {
  const auto raw = std::stoull(digits, nullptr, 16);
  if (!is_signed) return static_cast<std::int64_t>(raw);
  if (digits.size() == 2) return static_cast<std::int8_t>(raw);
  return digits.size() == 4 ? std::int64_t{static_cast<std::int16_t>(raw)} : static_cast<std::int32_t>(raw);
}

bool may_set(const Text& wire, const route::BusPolicy& policy) {
  Parts parts;
  if (!is_like(wire, "CF2,([0-9A-Fa-f]{4}),([0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})", &parts))
    return false;
  const Text digits = parts[2];
  bool is_listed = lists(policy, "CF2");
  for (const auto& permit : policy.parameters) {
    if (permit.id != std::stoul(parts[1], nullptr, 16)) continue;
    const auto number = as_number(digits, permit.is_signed);
    if (digits.size() != permit.digits || number < permit.least || number > permit.most) return false;
    is_listed = true;
  }
  return is_listed;
}

bool may_send(const Text& wire, const route::BusPolicy& policy) {
  Parts parts;
  if (!is_like(wire, "CN1,([0-9A-Fa-f]{8}),([01]),([01]),([0-8]),(([0-9A-Fa-f]{2}){0,8})", &parts))
    return false;
  const auto number = std::stoul(parts[1], nullptr, 16);
  const bool is_extended = parts[2] == "1";
  const bool is_empty_request = parts[3] == "1" && parts[5].empty();
  if (!is_empty_request && parts[5].size() != 2 * std::stoul(parts[4])) return false;
  if (number == 0x18FF50E5 || number > (is_extended ? 0x1FFFFFFFU : 0x7FFU)) return false;
  return std::ranges::any_of(policy.ids, [number, is_extended](core::CanId id) {
    return id.number() == number && id.is_extended() == is_extended;
  });
}

bool is_in_ranges(const Text& wire, const route::BusPolicy& policy) {
  return std::ranges::all_of(policy.ranges, [&wire](const route::SentenceRange& range) {
    if (!wire.starts_with(range.sentence + ",")) return true;
    const auto number = std::stoll(wire.substr(4), nullptr, 16);
    return number >= range.least && number <= range.most;
  });
}

bool may_write(const Text& wire, const route::BusPolicy& policy) {
  if (!policy.read_write) return false;
  if (wire.starts_with("CF2,")) return may_set(wire, policy);
  if (wire.starts_with("CN1,")) return may_send(wire, policy);
  const auto name = wire.substr(0, wire.find(','));
  if (!lists(policy, name)) return false;
  if (!is_like(name, "FD1|LG1|PW1|PW2|RC1|RS1|SC1|SS1|TC1|TC2"))
    return is_like(wire, "[A-Za-z0-9]{1,8},[ -~]*") && name.find("xxxxx") == Text::npos;
  if (wire == "PW1,?") return false;
  const bool is_formed =
      is_like(wire,
              "(FD1|RC1|RS1),|(LG1|SS1),c|PW1,([ -+]|[--~]){0,8}|PW2,(([ -+]|[--~]){4,8})?|"
              "SC1,([0-5][0-9A-Fa-f]|6[0-4])|TC1,[0-9A-Fa-f]{2}|"
              "TC2,[0-9A-Fa-f]{4}(,[0-9A-Fa-f]{2}){3}");
  return is_formed && is_in_ranges(wire, policy);
}

bool may_go(const core::CanFrame& frame, bool reads, const route::BusPolicy& policy) {
  if (frame.id == core::CanId::extended(0x18FF50E5)) return false;
  if (!reads) return policy.read_write && std::ranges::count(policy.ids, frame.id) > 0;
  return frame.length == 0 && std::ranges::any_of(policy.polls, [&frame](const route::CanPoll& poll) {
           return poll.id.is_extended() == frame.id.is_extended() &&
                  (frame.id.number() == poll.id.number() || frame.id.number() == poll.id.number() + 1);
         });
}

bool may_go(const core::Command& command, const route::BusPolicy& policy) {
  const bool reads = command.kind == core::Command::Kind::read;
  if (const auto* const frame = std::get_if<core::CanFrame>(&command.what))
    return may_go(*frame, reads, policy);
  if (const auto* const sentence = std::get_if<core::SentenceCommand>(&command.what)) {
    const auto wire = sentence->sentence + "," + sentence->fields;
    return reads ? may_read(wire) : may_write(wire, policy);
  }
  const bool is_clear = std::holds_alternative<core::MasterClear>(command.what);
  return policy.read_write && (is_clear ? policy.master_clear : policy.firmware);
}

/// What the bus's `allow` may be about has a name; a sentence that is sent has its own.
void check_names(const core::Command& command) {
  const auto names = route::names_of(command);
  if (std::holds_alternative<core::FirmwareAbort>(command.what)) return;
  require(!names.empty(), "what is written has a name");
  const auto* const sentence = std::get_if<core::SentenceCommand>(&command.what);
  require(sentence == nullptr || names.front() == sentence->sentence, "a sentence is called so");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = bmsgw::fuzz::text_of(data, size);
  const auto policy = read_policy(take_until(text, '\n'));
  auto line = take_until(text, '\n');
  core::Command command;
  command.kind = take_until(line, ' ') == "R" ? core::Command::Kind::read : core::Command::Kind::write;
  command.what = read_what(Text(line.substr(0, kMostText)), text.substr(0, kMostText));
  check_names(command);
  const auto judged = route::WriteGate({policy}).judge(command);
  const bool passes = std::holds_alternative<route::PermittedCommand>(judged);
  const bool may = may_go(command, policy);
  require(may || !passes, "nothing that isn't listed passes");
  const bool has_odd_name = line.find(',') != std::string_view::npos;
  require(passes || !may || has_odd_name, "what is listed passes");
  return 0;
}
