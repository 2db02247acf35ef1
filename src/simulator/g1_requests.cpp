#include "simulator/g1_requests.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "bmsgw/codec/g1/field_codec.hpp"

#include "simulator/status_sentences.hpp"

namespace bmsgw::simulator {
namespace {

using codec::g1::parse_hex;
using codec::g1::Sentence;

/// Exactly so many digits.
std::optional<std::uint64_t> hex_field(std::string_view text, std::size_t digits) {
  return text.size() == digits ? parse_hex(text) : std::nullopt;
}

/// The one empty field of RS1, RC1 and FD1.
bool has_no_parameter(const Sentence& sentence) {
  return sentence.fields.size() == 1 && sentence.fields.front().empty();
}

bool is_flag(std::string_view text) {
  return text == "0" || text == "1";
}

/// CN1, p. 18: identifier, extended, remote, length, data.
bool is_can_message(const Sentence& sentence) {
  constexpr std::uint64_t kStandard = 0x7FF, kExtended = 0x1FFFFFFF;
  if (sentence.fields.size() != 5 || !is_flag(sentence.field(2)) || !is_flag(sentence.field(3))) return false;
  const auto id = hex_field(sentence.field(1), 8);
  if (!id || *id > (sentence.field(2) == "1" ? kExtended : kStandard)) return false;
  const auto length = sentence.field(4);
  if (length.size() != 1 || length.front() < '0' || length.front() > '8') return false;
  const auto data = sentence.field(5);
  if (sentence.field(3) == "1" && data.empty()) return true;
  const auto digits = static_cast<std::size_t>(length.front() - '0') * 2;
  return data.size() == digits && (data.empty() || parse_hex(data));
}

}  // namespace

/// A sentence that is more than a question.
struct G1Requests::Write {
  std::string_view name;
  std::string_view parameter;  ///< its first field; empty: any
  unsigned level;              ///< of access that it needs
  bool (G1Requests::*done)(const Sentence&);
};

std::span<const G1Requests::Write> G1Requests::writes() {
  static constexpr std::array<Write, 13> kWrites{{
      {"CF2", "", 1, &G1Requests::write_parameter},
      {"CN1", "", 1, &G1Requests::send_can},
      {"FD1", "", 2, &G1Requests::set_defaults},
      {"LG1", "c", 1, &G1Requests::clear_log},
      {"PW1", "", 0, &G1Requests::log_in},
      {"PW2", "", 0, &G1Requests::set_password},
      {"RC1", "", 1, &G1Requests::zero_current},
      {"RS1", "", 1, &G1Requests::restart},
      {"SC1", "", 1, &G1Requests::set_charge},
      {"SS1", "c", 1, &G1Requests::clear_statistics},
      {"SS1", "", 0, &G1Requests::read_statistic},
      {"TC1", "", 2, &G1Requests::calibrate_modules},
      {"TC2", "", 2, &G1Requests::calibrate_sensor},
  }};
  return kWrites;
}

G1Outcome G1Requests::on_sentence(const Sentence& sentence, std::string_view version) {
  outcome_ = {};
  if (sentence.is_request()) {
    answer_request(sentence, version);
  } else {
    obey(sentence);
  }
  return std::move(outcome_);
}

void G1Requests::answer(std::string_view name, std::string_view fields) {
  outcome_.obeyed = true;
  outcome_.sentences.push_back(codec::g1::encode_sentence(name, fields) + "\r\n");
}

void G1Requests::answer_all(std::string_view name, const std::vector<std::string>& sentences) {
  for (const auto& fields : sentences) answer(name, fields);
}

void G1Requests::answer_request(const Sentence& sentence, std::string_view version) {
  if (sentence.fields.size() == 1) return answer_simple(sentence.name, version);
  if (sentence.name != "CF2" || sentence.fields.size() != 2) return;
  const auto value = memory_.parameters().text(sentence.field(1));
  if (value) answer("CF2", std::string(sentence.field(1)) + "," + *value);
}

void G1Requests::answer_simple(std::string_view name, std::string_view version) {
  const auto periodic = periodic_sentences();
  if (const auto one = std::ranges::find(periodic, name, &SingleSentence::name); one != periodic.end()) {
    return answer(name, one->fields(memory_.view()));
  }
  const auto lists = list_sentences();
  if (const auto list = std::ranges::find(lists, name, &ListSentence::name); list != lists.end()) {
    return answer_all(name, list->fields(memory_.reading()));
  }
  if (name == "VR1") return answer(name, vr1_fields(version));
  if (name == "LG1") return answer_all(name, memory_.log().sentences());
  if (name == "SS1") return answer_all(name, memory_.statistics().sentences());
  if (name == "RS2") return answer(name, memory_.resets().fields());
  if (name == "PW1") answer(name, std::to_string(memory_.passwords().level()));
}

void G1Requests::obey(const Sentence& sentence) {
  const auto matches = [&sentence](const Write& write) {
    return write.name == sentence.name && (write.parameter.empty() || write.parameter == sentence.field(1));
  };
  const auto write = std::ranges::find_if(writes(), matches);
  if (write == writes().end()) return;
  if (!memory_.passwords().allows(write->level)) return answer("PW1", "?");
  outcome_.obeyed = (this->*write->done)(sentence);
}

bool G1Requests::write_parameter(const Sentence& sentence) {
  const auto id = sentence.field(1);
  const auto value = sentence.field(2);
  if (sentence.fields.size() != 2 || !memory_.write_parameter(id, value)) return false;
  answer("CF2", std::string(id) + "," + std::string(value));
  return true;
}

bool G1Requests::clear_log(const Sentence& sentence) {
  memory_.clear_log();
  answer_all(sentence.name, memory_.log().sentences());
  return true;
}

bool G1Requests::clear_statistics(const Sentence& sentence) {
  memory_.clear_statistics();
  answer_all(sentence.name, memory_.statistics().sentences());
  return true;
}

bool G1Requests::read_statistic(const Sentence& sentence) {
  const auto fields = memory_.statistics().sentence(sentence.field(1));
  if (fields) answer(sentence.name, *fields);
  return fields.has_value();
}

bool G1Requests::set_charge(const Sentence& sentence) {
  constexpr std::uint64_t kFullPercent = 100;
  const auto percent = parse_hex(sentence.field(1));
  if (!percent || *percent > kFullPercent) return false;
  memory_.set_charge(static_cast<double>(*percent) / 100);
  return true;
}

bool G1Requests::zero_current(const Sentence& sentence) {
  if (!has_no_parameter(sentence)) return false;
  memory_.zero_current();
  return true;
}

bool G1Requests::set_defaults(const Sentence& sentence) {
  if (!has_no_parameter(sentence)) return false;
  memory_.set_to_factory_defaults();
  return true;
}

bool G1Requests::calibrate_modules(const Sentence& sentence) {
  constexpr int kOffset = -100;
  const auto raw = hex_field(sentence.field(1), 2);
  if (!raw || sentence.fields.size() != 1) return false;
  memory_.calibrate_modules(static_cast<int>(*raw) + kOffset);
  return true;
}

bool G1Requests::calibrate_sensor(const Sentence& sentence) {
  const auto cell = hex_field(sentence.field(1), 4);
  UnitMemory::Coefficients coefficients{};
  if (!cell || sentence.fields.size() != 1 + coefficients.size()) return false;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const auto value = hex_field(sentence.field(2 + i), 2);
    if (!value) return false;
    coefficients.at(i) = static_cast<std::uint8_t>(*value);
  }
  memory_.calibrate_sensor(static_cast<std::size_t>(*cell), coefficients);
  return true;
}

/// What goes to the CAN bus is told on the line, if it is so configured.
bool G1Requests::send_can(const Sentence& sentence) {
  if (!is_can_message(sentence)) return false;
  if (!memory_.parameters().tells_can()) return true;
  std::string fields(sentence.field(1));
  for (std::size_t number = 2; number <= sentence.fields.size(); ++number) {
    fields.append(",").append(sentence.field(number));
  }
  answer("CN2", fields);
  return true;
}

bool G1Requests::restart(const Sentence& sentence) {
  outcome_.restart = has_no_parameter(sentence);
  return outcome_.restart;
}

/// Nothing in the field: logs out.
bool G1Requests::log_in(const Sentence& sentence) {
  auto& passwords = memory_.passwords();
  if (sentence.field(1).empty()) {
    passwords.log_out();
  } else {
    passwords.log_in(sentence.field(1));
  }
  answer(sentence.name, std::to_string(passwords.level()));
  return true;
}

bool G1Requests::set_password(const Sentence& sentence) {
  answer(sentence.name, memory_.passwords().set(sentence.field(1)) ? "1" : "0");
  return true;
}

}  // namespace bmsgw::simulator
