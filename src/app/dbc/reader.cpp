#include "app/dbc/reader.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "app/dbc/plain_text.hpp"
#include "app/dbc/statement_splitter.hpp"
#include "app/dbc/statements.hpp"

namespace bmsgw::app::dbc {
namespace {

constexpr const char* kUnderstood = "";

/// Takes statements in, each with the answer which form it should have had; kUnderstood: it has.
class Reader {
 public:
  explicit Reader(std::string_view text) : splitter_(text) {}
  File read() &&;

 private:
  const char* take_in(const Statement& statement);
  const char* on_message(const Statement& statement);
  const char* on_signal(const Statement& statement);
  const char* on_names(const Statement& statement);
  const char* on_comment(const Statement& statement);
  const char* on_type(const Statement& statement);
  const char* on_cycle(const Statement& statement);

  /// Null, and a remark: there is none of this id or name.
  Message* message_of(std::uint32_t id, const Statement& statement);
  Signal* signal_of(const Subject& subject, const Statement& statement);
  void reject(const Statement& statement, const std::string& expected);

  StatementSplitter splitter_;
  File file_;
  std::unordered_map<std::uint32_t, std::size_t> messages_;  ///< by id
  std::unordered_map<std::string, std::size_t> signals_;     ///< by "place of the message.name"
  bool is_in_message_ = false;
  std::size_t broken_ = 0;
};

File Reader::read() && {
  while (const auto statement = splitter_.next()) {
    const std::string expected = take_in(*statement);
    if (!expected.empty()) reject(*statement, expected);
  }
  if (broken_ > kMostBroken) {
    file_.remarks.push_back({0, std::to_string(broken_ - kMostBroken) + " more statements can't be read"});
  }
  return std::move(file_);
}

const char* Reader::take_in(const Statement& statement) {
  if (*statement.fault != '\0') return statement.fault;
  if (statement.keyword.empty()) return "a line that starts with a keyword";
  if (statement.keyword == "BO_") return on_message(statement);
  if (statement.keyword == "SG_") return on_signal(statement);
  if (statement.keyword == "VAL_") return on_names(statement);
  if (statement.keyword == "CM_") return on_comment(statement);
  if (statement.keyword == "SIG_VALTYPE_") return on_type(statement);
  if (statement.keyword == "BA_") return on_cycle(statement);
  return kUnderstood;
}

void Reader::reject(const Statement& statement, const std::string& expected) {
  splitter_.reject();
  if (++broken_ > kMostBroken) return;
  const auto text = std::string(statement.keyword).append(statement.body.substr(0, 256));
  file_.remarks.push_back(
      {statement.line, "can't be read: " + excerpt(text) + " (expected: " + expected + ")"});
}

const char* Reader::on_message(const Statement& statement) {
  auto message = parse_message(statement.body);
  is_in_message_ = message.has_value();
  if (!message) return kMessageForm;
  message->line = statement.line;
  messages_.try_emplace(message->id, file_.messages.size());
  file_.messages.push_back(std::move(*message));
  return kUnderstood;
}

const char* Reader::on_signal(const Statement& statement) {
  auto signal = parse_signal(statement.body);
  if (!signal) return kSignalForm;
  if (!is_in_message_) return "a BO_ line before it that can be read";
  signal->line = statement.line;
  auto& signals = file_.messages.back().signals;
  signals_.try_emplace(std::to_string(file_.messages.size() - 1) + "." + signal->name, signals.size());
  signals.push_back(std::move(*signal));
  return kUnderstood;
}

Message* Reader::message_of(std::uint32_t id, const Statement& statement) {
  const auto place = messages_.find(id);
  if (place != messages_.end()) return &file_.messages[place->second];
  file_.remarks.push_back({statement.line, std::string(statement.keyword) + " is of message " +
                                               std::to_string(id) + ", which the file doesn't have above"});
  return nullptr;
}

Signal* Reader::signal_of(const Subject& subject, const Statement& statement) {
  auto* const message = message_of(subject.id, statement);
  if (message == nullptr) return nullptr;
  const auto place = signals_.find(std::to_string(message - file_.messages.data()) + "." + subject.signal);
  if (place != signals_.end()) return &message->signals[place->second];
  file_.remarks.push_back({statement.line, message->name + "." + subject.signal + ": " +
                                               std::string(statement.keyword) +
                                               " is of a signal that its message doesn't have"});
  return nullptr;
}

const char* Reader::on_names(const Statement& statement) {
  if (!has_names_of_signal(statement.body)) return kUnderstood;
  auto names = parse_names(statement.body);
  if (!names) return kNamesForm;
  auto* const signal = signal_of(names->subject, statement);
  if (signal == nullptr) return kUnderstood;
  for (auto& name : names->names) {
    name.line = statement.line;
    signal->names.push_back(std::move(name));
  }
  return kUnderstood;
}

const char* Reader::on_comment(const Statement& statement) {
  if (!comments_message_or_signal(statement.body)) return kUnderstood;
  auto comment = parse_comment(statement.body);
  if (!comment) return kCommentForm;
  const auto& subject = comment->subject;
  if (!subject.signal.empty()) {
    if (auto* const signal = signal_of(subject, statement)) signal->comment = std::move(comment->text);
  } else if (auto* const message = message_of(subject.id, statement)) {
    message->comment = std::move(comment->text);
  }
  return kUnderstood;
}

const char* Reader::on_type(const Statement& statement) {
  const auto type = parse_type(statement.body);
  if (!type) return kTypeForm;
  if (auto* const signal = signal_of(type->subject, statement)) signal->type = type->type;
  return kUnderstood;
}

const char* Reader::on_cycle(const Statement& statement) {
  if (!gives_cycle(statement.body)) return kUnderstood;
  const auto cycle = parse_cycle(statement.body);
  if (!cycle) return kCycleForm;
  if (auto* const message = message_of(cycle->id, statement)) message->cycle_ms = cycle->milliseconds;
  return kUnderstood;
}

}  // namespace

File read(std::string_view text) {
  return Reader(text).read();
}

}  // namespace bmsgw::app::dbc
