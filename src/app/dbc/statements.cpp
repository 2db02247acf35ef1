#include "app/dbc/statements.hpp"

#include <utility>

#include "app/dbc/scanner.hpp"

namespace bmsgw::app::dbc {
namespace {

template <typename Value>
bool take(std::optional<Value> found, Value& into) {
  if (found) into = std::move(*found);
  return found.has_value();
}

bool take_name(Scanner& scanner, std::string& into) {
  const auto word = scanner.word();
  if (word) into = *word;
  return word.has_value();
}

bool take_subject(Scanner& scanner, Subject& subject) {
  return take(scanner.count(), subject.id) && take_name(scanner, subject.signal);
}

/// M, m3 or m3M.
bool is_multiplexing(std::string_view word) {
  if (word == "M") return true;
  if (!word.starts_with('m')) return false;
  if (word.ends_with('M')) word.remove_suffix(1);
  return word.size() > 1 && word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// NAME [MULTIPLEXING] :
bool parse_head(Scanner& scanner, Signal& signal) {
  if (!take_name(scanner, signal.name)) return false;
  if (take_name(scanner, signal.multiplexing) && !is_multiplexing(signal.multiplexing)) return false;
  return scanner.accept(':');
}

/// START|BITS@ORDER SIGN; order 0 is big-endian.
bool parse_place(Scanner& scanner, Signal& signal) {
  std::uint32_t order = 0;
  if (!take(scanner.count(), signal.start) || !scanner.accept('|') || !take(scanner.count(), signal.bits) ||
      !scanner.accept('@') || !take(scanner.count(), order) || order > 1) {
    return false;
  }
  signal.big_endian = order == 0;
  signal.is_signed = scanner.accept('-');
  return signal.is_signed || scanner.accept('+');
}

/// (FACTOR,OFFSET) [LEAST|MOST] "UNIT"
bool parse_scale(Scanner& scanner, Signal& signal) {
  return scanner.accept('(') && take(scanner.number(), signal.factor) && scanner.accept(',') &&
         take(scanner.number(), signal.offset) && scanner.accept(')') && scanner.accept('[') &&
         take(scanner.number(), signal.minimum) && scanner.accept('|') &&
         take(scanner.number(), signal.maximum) && scanner.accept(']') && take(scanner.text(), signal.unit);
}

ValueType value_type(std::uint32_t number) {
  switch (number) {
    case 0:
      return ValueType::integer;
    case 1:
      return ValueType::ieee_float;
    case 2:
      return ValueType::ieee_double;
    default:
      return ValueType::unknown;
  }
}

}  // namespace

std::optional<Message> parse_message(std::string_view body) {
  Scanner scanner(body);
  Message message;
  const bool is_right = take(scanner.count(), message.id) && take_name(scanner, message.name) &&
                        scanner.accept(':') && take(scanner.count(), message.length);
  return is_right ? std::optional(std::move(message)) : std::nullopt;
}

std::optional<Signal> parse_signal(std::string_view body) {
  Scanner scanner(body);
  Signal signal;
  const bool is_right =
      parse_head(scanner, signal) && parse_place(scanner, signal) && parse_scale(scanner, signal);
  return is_right ? std::optional(std::move(signal)) : std::nullopt;
}

std::optional<Names> parse_names(std::string_view body) {
  Scanner scanner(body);
  Names names;
  if (!take_subject(scanner, names.subject)) return std::nullopt;
  while (!scanner.at_end()) {
    CodeName name;
    if (!take(scanner.code(), name.code) || !take(scanner.text(), name.text)) return std::nullopt;
    names.names.push_back(std::move(name));
  }
  return names;
}

std::optional<Comment> parse_comment(std::string_view body) {
  Scanner scanner(body);
  Comment comment;
  const bool is_of_message = scanner.accept_word("BO_");
  const bool has_subject = is_of_message
                               ? take(scanner.count(), comment.subject.id)
                               : scanner.accept_word("SG_") && take_subject(scanner, comment.subject);
  const bool is_right = has_subject && take(scanner.text(), comment.text) && scanner.at_end();
  return is_right ? std::optional(std::move(comment)) : std::nullopt;
}

std::optional<Type> parse_type(std::string_view body) {
  Scanner scanner(body);
  Type type;
  std::uint32_t number = 0;
  if (!take_subject(scanner, type.subject)) return std::nullopt;
  static_cast<void>(scanner.accept(':'));  // some tools leave it out
  if (!take(scanner.count(), number) || !scanner.at_end()) return std::nullopt;
  type.type = value_type(number);
  return type;
}

std::optional<Cycle> parse_cycle(std::string_view body) {
  Scanner scanner(body);
  Cycle cycle;
  const bool is_right = scanner.text() && scanner.accept_word("BO_") && take(scanner.count(), cycle.id) &&
                        take(scanner.number(), cycle.milliseconds) && scanner.at_end();
  return is_right ? std::optional(cycle) : std::nullopt;
}

bool has_names_of_signal(std::string_view body) {
  return !Scanner(body).word();
}

bool comments_message_or_signal(std::string_view body) {
  const auto word = Scanner(body).word();
  return word == "BO_" || word == "SG_" || (!word && !Scanner(body).text());
}

bool gives_cycle(std::string_view body) {
  return Scanner(body).text() == "GenMsgCycleTime";
}

}  // namespace bmsgw::app::dbc
