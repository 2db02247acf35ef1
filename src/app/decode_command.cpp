#include "decode_command.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>
#include <ostream>
#include <sstream>

#include <fmt/core.h>

#include "bmsgw/codec/can/frame_text.hpp"
#include "bmsgw/codec/g1/crc8.hpp"

#include "commands.hpp"
#include "explanation_printer.hpp"
#include "frame_explainer.hpp"
#include "log_replay.hpp"
#include "register_dump.hpp"
#include "registers_explainer.hpp"
#include "sentence_explainer.hpp"

namespace bmsgw::app {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// As pasted from a log or a terminal: without blanks and line ends around it, and without a restart's '#'.
std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  const auto last = text.find_last_not_of(kBlanks);
  const auto start = text[first] == '#' && last > first ? first + 1 : first;
  return text.substr(start, last + 1 - start);
}

bool is_printable(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

CrcVerdict verdict_on(const std::string& text) {
  const auto comma = text.rfind(',');
  return {text.substr(comma + 1),
          fmt::format("{:02X}", codec::g1::crc8(std::string_view(text).substr(0, comma + 1)))};
}

/// Why it is no sentence; empty: it is one, whatever its CRC.
std::string complaint_about(const std::string& text) {
  if (text.empty()) return "there is no sentence";
  if (!is_printable(text)) return "a sentence is printable ASCII";
  const auto comma = text.find(',');
  if (comma == std::string::npos) return "a sentence is a name, fields and a CRC with commas between them";
  if (!codec::g1::pack_name(text.substr(0, comma)))
    return "a sentence starts with a name of 1 to 8 characters";
  const auto [given, expected] = verdict_on(text);
  if (given.size() == 2 && given.find_first_not_of("0123456789ABCDEFabcdef") == std::string::npos) return "";
  return "a sentence ends with a comma and a CRC of two hexadecimal digits; with these fields it would be " +
         (given.empty() ? text + expected
                        : codec::g1::encode_sentence(text.substr(0, comma), text.substr(comma + 1)));
}

}  // namespace

int decode_g1(const config::Config& config, const std::string& sentence, bool json, std::ostream& out,
              std::ostream& err) {
  const auto text = trimmed(sentence);
  if (const auto complaint = complaint_about(text); !complaint.empty()) {
    err << "'" << text << "' is no sentence: " << complaint << "\n";
    return kExitFailed;
  }
  core::PointRegistry registry;
  const auto compiled = compile(config, registry);
  if (compiled.g1_buses.empty()) {
    err << "settings.json has no enabled serial bus to decode it by\n";
    return kExitFailed;
  }
  codec::g1::Sentence parts;
  codec::g1::split_sentence(text, parts);
  const auto crc = verdict_on(text);
  const auto explanation = explain_sentence(config, compiled, compiled.g1_buses.front(), parts);
  const auto print = json ? print_explanation_json : print_explanation;
  print({text, crc}, explanation, out);
  return crc.right() ? kExitOk : kExitFailed;
}

int decode_can(const config::Config& config, const std::string& text, bool json, std::ostream& out,
               std::ostream& err) {
  const auto frame = codec::can::parse_frame(trimmed(text));
  if (!frame) {
    err << frame.error().reason << "\n";
    return kExitFailed;
  }
  core::PointRegistry registry;
  const auto compiled = compile(config, registry);
  const auto& buses = compiled.can_buses;
  if (buses.empty()) {
    err << "settings.json has no enabled CAN bus to decode it by\n";
    return kExitFailed;
  }
  const auto knows = [&frame](const driver::CanBusPlan& bus) {
    return find_packet(bus, frame->id) != nullptr;
  };
  const auto bus = std::ranges::find_if(buses, knows);
  const auto explanation = explain_frame(config, compiled, bus != buses.end() ? *bus : buses.front(), *frame);
  const auto print = json ? print_explanation_json : print_explanation;
  print({codec::can::format_frame(*frame), {}}, explanation, out);
  return kExitOk;
}

namespace {

/// Nothing: a line is no dump, and that has been said.
std::optional<RegisterDump> read_dump(std::istream& lines, std::ostream& err) {
  RegisterDump dump;
  for (std::string line; std::getline(lines, line);) {
    const auto reason = dump.add_line(line);
    if (!reason) continue;
    err << *reason << "\n";
    return std::nullopt;
  }
  if (!dump.empty()) return dump;
  err << "there are no registers\n";
  return std::nullopt;
}

const driver::ModbusUnitPlan* find_unit(const CompiledGateway& compiled, const std::string& name) {
  for (const auto& bus : compiled.modbus_buses) {
    for (const auto& unit : bus.units) {
      if (name.empty() || unit.name == name) return &unit;
    }
  }
  return nullptr;
}

}  // namespace

int decode_modbus(const config::Config& config, const std::string& registers, const std::string& bus,
                  bool json, std::ostream& out, std::ostream& err) {
  std::istringstream given(registers);
  const auto dump = read_dump(registers == "-" ? std::cin : given, err);
  if (!dump) return kExitFailed;
  core::PointRegistry registry;
  const auto compiled = compile(config, registry);
  const auto* const unit = find_unit(compiled, bus);
  if (unit == nullptr) {
    err << (bus.empty() ? "settings.json has no enabled Modbus bus to decode it by"
                        : "there is no Modbus device " + bus + "; they are called as in modbus0u1")
        << "\n";
    return kExitFailed;
  }
  const auto print = json ? print_explanation_json : print_explanation;
  print({registers == "-" ? "registers" : registers, {}}, explain_registers(config, compiled, *unit, *dump),
        out);
  return kExitOk;
}

int decode_can_log(const config::Config& config, const std::string& path, bool json, std::ostream& out,
                   std::ostream& err) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) {
      err << path << ": " << std::strerror(errno) << "\n";
      return kExitFailed;
    }
  }
  return replay_log(config, path == "-" ? std::cin : file, json, out, err) ? kExitOk : kExitFailed;
}

}  // namespace bmsgw::app
