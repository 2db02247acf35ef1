// What shows that a unit has taken a command: G1 Control Unit Serial Protocol 2.1.0, CF2 p. 16-17, LG1 p. 23,
// PW1 and PW2 p. 26, SS1 p. 28, "Firmware upgrade" p. 43.
#include "bmsgw/driver/g1_commands.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::driver {
namespace {

using core::Outcome;
using Answer = core::SentenceCommand::Answer;

constexpr const char* kPerhapsTaken = "it may have been taken all the same";

std::string_view first_of(std::string_view fields) {
  return fields.substr(0, fields.find(','));
}

std::string_view without_crc(std::string_view text) {
  return text.substr(0, text.rfind(','));
}

/// `LG1,,D7`: there is nothing in the list.
bool is_empty_list(const codec::g1::Sentence& sentence) {
  return std::ranges::all_of(sentence.fields, [](std::string_view field) { return field.empty(); });
}

/// Hexadecimal digits may come in either case.
bool is_same(std::string_view a, std::string_view b) {
  constexpr auto kUpper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return std::ranges::equal(a, b, {}, kUpper, kUpper);
}

bool is_one_of(std::string_view text, std::string_view letters) {
  return text.size() == 1 && letters.find(text.front()) != std::string_view::npos;
}

}  // namespace

bool G1Commands::add(std::uint64_t id, core::Command::Kind kind, core::SentenceCommand command,
                     core::MonoTime expires) {
  if (waiting_.size() >= kMostWaiting) {
    ++unanswered_;
    return false;
  }
  waiting_.push_back({id, kind, std::move(command), expires});
  return true;
}

/// Nobody wants them any more.
void G1Commands::drop_expired(core::MonoTime now) {
  const auto is_expired = [now](const Item& item) { return now >= item.expires; };
  for (const auto& item : waiting_) {
    if (!is_expired(item)) continue;
    ++unanswered_;
    if (item.id != 0)
      replies_.push_back({item.id, Outcome::busy, "the line was taken for too long; it was not sent"});
  }
  std::erase_if(waiting_, is_expired);
}

bool G1Commands::holds_line() const {
  return in_flight_ && in_flight_->command.answer != Answer::none;
}

core::milliseconds G1Commands::patience() const {
  switch (in_flight_->command.answer) {
    case Answer::none:
      return kLogInTime;
    case Answer::restart:
      return kRestartDeadline;
    case Answer::one:
    case Answer::list:
      break;
  }
  return kAnswerDeadline;
}

void G1Commands::begin() {
  in_flight_ = std::move(waiting_.front());
  waiting_.pop_front();
  lines_.clear();
  other_line_.clear();
  tries_ = 0;
  list_limit_ = core::kNever;
  const auto& command = in_flight_->command;
  sent_line_ = is_write() ? codec::g1::encode_sentence(command.sentence, command.fields)
                          : codec::g1::encode_read_request(command.sentence, command.fields);
}

/// The first that waits is a write, and a log-in that the unit asks for now would be taken for its.
bool G1Commands::is_held(core::MonoTime now) const {
  const auto& first = waiting_.front();
  return first.id != 0 && first.kind == core::Command::Kind::write && now < log_in_until_;
}

core::MonoTime G1Commands::next_wake() const {
  if (in_flight_) return deadline_;
  const bool is_held_by_time = !waiting_.empty() && is_held(core::kLongAgo);
  return is_held_by_time ? log_in_until_ : core::kNever;
}

std::optional<std::string> G1Commands::due(core::MonoTime now) {
  drop_expired(now);
  if (!std::exchange(ask_again_, false)) {
    if (in_flight_ || waiting_.empty() || is_held(now)) return std::nullopt;
    begin();
  }
  ++sent_;
  ++tries_;
  deadline_ = now + patience();
  skip_echo_ = line_echoes_;
  if (in_flight_->id == 0) {
    if (is_write()) log_in_until_ = now + kLogInTime;
    end(Outcome::ok);
  }
  return sent_line_ + "\r\n";
}

void G1Commands::on_not_written() {
  ++unanswered_;
  if (in_flight_) end(Outcome::busy, "the line takes no more bytes now");
}

void G1Commands::end(Outcome outcome, std::string reason) {
  ask_again_ = false;
  if (in_flight_->id != 0) {
    replies_.push_back({in_flight_->id, outcome, std::move(reason), std::move(lines_)});
  }
  lines_.clear();
  in_flight_.reset();
}

void G1Commands::end_waiting(Outcome outcome, const std::string& reason) {
  for (const auto& item : waiting_) {
    if (item.id != 0) replies_.push_back({item.id, outcome, reason});
  }
  unanswered_ += waiting_.size();
  waiting_.clear();
}

bool G1Commands::on_sentence(const codec::g1::Sentence& sentence, std::string_view text, core::MonoTime now) {
  if (in_flight_ && take_answer(sentence, text, now)) return true;
  return is_late(sentence, now);
}

bool G1Commands::take_answer(const codec::g1::Sentence& sentence, std::string_view text, core::MonoTime now) {
  const auto& command = in_flight_->command;
  const auto line = without_crc(text);
  if (command.answer == Answer::none) return false;
  if (command.answer == Answer::restart) {
    if (sentence.name != "VR1") return false;
    lines_.emplace_back(line);
    end(Outcome::ok);
    return true;
  }
  if (sentence.name != command.sentence) return false;
  const bool is_parameter = sentence.name == "CF2";
  if (text == sent_line_ && (!is_parameter || std::exchange(skip_echo_, false))) return false;
  if (is_write()) return take_written(sentence, line, now);
  if (!command.fields.empty() && !is_same(sentence.field(1), first_of(command.fields))) return false;
  if (command.answer == Answer::list) {
    take_part(sentence, line, now);
    return true;
  }
  lines_.emplace_back(line);
  if (tries_ > 1) note_late(now);
  end(Outcome::ok);
  return true;
}

/// Another value of the parameter may be the late answer to an earlier question, and so may any sentence for
/// as long as such answers are owed: that is decided at the deadline.
bool G1Commands::take_written(const codec::g1::Sentence& sentence, std::string_view line,
                              core::MonoTime now) {
  const auto& command = in_flight_->command;
  if (sentence.name == "PW1" && !is_one_of(sentence.field(1), "012")) return false;
  if (sentence.name == "PW2" && !is_one_of(sentence.field(1), "01")) return false;
  if (sentence.name == "CF2") {
    if (!is_same(sentence.field(1), first_of(command.fields))) return false;
    if (!is_same(line.substr(line.find(',') + 1), command.fields)) {
      other_line_ = line;
      return true;
    }
  } else if (late_.most > 0 && is_late(sentence, now)) {
    --late_.most;
    other_line_ = line;
    return true;
  }
  lines_.emplace_back(line);
  end(Outcome::ok);
  return true;
}

void G1Commands::take_part(const codec::g1::Sentence& sentence, std::string_view line, core::MonoTime now) {
  if (lines_.empty()) list_limit_ = now + kListLimit;
  lines_.emplace_back(line);
  deadline_ = std::min(now + kListQuiet, list_limit_);
  if (lines_.size() >= kMostLines) {
    note_late(now);
    end(Outcome::ok, "there is more than these " + std::to_string(kMostLines) + " sentences");
  } else if (is_empty_list(sentence)) {
    end(Outcome::ok);
  }
}

void G1Commands::note_late(core::MonoTime now) {
  const auto& command = in_flight_->command;
  const bool is_one_of_many = command.sentence == "CF2" || (!is_write() && !command.fields.empty());
  const int answered = lines_.empty() && other_line_.empty() ? 0 : 1;
  late_ = {command.sentence, is_one_of_many ? std::string(first_of(command.fields)) : "", now + kLate,
           tries_ - answered};
}

bool G1Commands::is_late(const codec::g1::Sentence& sentence, core::MonoTime now) const {
  return now < late_.until && sentence.name == late_.sentence &&
         (late_.first_field.empty() || is_same(sentence.field(1), late_.first_field));
}

bool G1Commands::on_request(const codec::g1::Sentence& sentence, std::string_view text) {
  if (!in_flight_ || !is_write() || sentence.name != "PW1" || text == sent_line_) return false;
  end(Outcome::login_needed, "the unit wants a log-in first (g1.logIn)");
  return true;
}

void G1Commands::on_restart() {
  if (in_flight_ && in_flight_->command.answer == Answer::restart) end(Outcome::ok);
}

void G1Commands::on_time(core::MonoTime now) {
  if (!in_flight_ || ask_again_ || now < deadline_) return;
  const auto answer = in_flight_->command.answer;
  if (answer == Answer::none) return end(Outcome::ok);
  note_late(now);
  if (!lines_.empty()) {
    const bool is_cut = now >= list_limit_;
    return end(Outcome::ok, is_cut ? "there is more: the list went on for too long" : "");
  }
  if (!other_line_.empty()) {
    lines_.push_back(other_line_);
    if (in_flight_->command.sentence != "CF2") return end(Outcome::ok);
    return end(Outcome::device_refused, "the unit answered " + other_line_);
  }
  if (!is_write() && tries_ < kReadTries) {
    ask_again_ = true;
    return;
  }
  time_out();
}

void G1Commands::time_out() {
  ++unanswered_;
  if (in_flight_->command.answer == Answer::restart) {
    return end(Outcome::timed_out, "the unit has not said within 10 s that it has restarted");
  }
  if (is_write()) return end(Outcome::timed_out, std::string("the unit has not answered; ") + kPerhapsTaken);
  end(Outcome::timed_out, "the unit was asked twice and has not answered");
}

void G1Commands::on_down(const std::string& detail) {
  line_echoes_ = false;
  late_ = {};
  if (in_flight_) {
    ++unanswered_;
    end(Outcome::bus_down, is_write() ? detail + "; " + kPerhapsTaken : detail);
  }
  end_waiting(Outcome::bus_down, detail);
}

void G1Commands::stop() {
  constexpr const char* kStops = "the gateway stops";
  if (in_flight_) {
    ++unanswered_;
    end(Outcome::refused, is_write() ? std::string(kStops) + "; " + kPerhapsTaken : kStops);
  }
  end_waiting(Outcome::refused, kStops);
}

std::vector<core::Reply> G1Commands::take_replies() {
  return std::exchange(replies_, {});
}

}  // namespace bmsgw::driver
