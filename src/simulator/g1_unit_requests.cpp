// The half of the control unit that listens: `X,?`, `CF2,<id>,?` and the few writes it obeys.
#include <algorithm>
#include <array>

#include "bmsgw/codec/g1/field_codec.hpp"

#include "simulator/g1_unit.hpp"
#include "simulator/status_sentences.hpp"

namespace bmsgw::simulator {
namespace {

constexpr Elapsed kResetSilence = std::chrono::seconds(1);
constexpr std::string_view kLoggedOut = "0";

}  // namespace

void G1Unit::on_bytes(std::span<const char> bytes, Elapsed now) {
  on_time(now);
  framer_.feed(bytes);
  while (const auto frame = framer_.next()) {
    if (silent_until_ || frame->kind != codec::g1::Frame::Kind::sentence) continue;
    if (codec::g1::split_sentence(frame->text, sentence_)) on_sentence(now);
  }
}

void G1Unit::on_sentence(Elapsed now) {
  if (sentence_.is_request() ? answer_request() : obey(now)) ++requests_answered_;
}

bool G1Unit::answer_request() {
  if (sentence_.name == "CF2" && sentence_.fields.size() == 2) {
    const auto value = parameters_.text(sentence_.field(1));
    if (value) send("CF2", std::string(sentence_.field(1)) + "," + *value);
    return value.has_value();
  }
  return sentence_.fields.size() == 1 && answer_simple(sentence_.name);
}

bool G1Unit::answer_simple(std::string_view name) {
  const auto periodic = periodic_sentences();
  if (const auto one = std::ranges::find(periodic, name, &SingleSentence::name); one != periodic.end()) {
    send(name, one->fields(view()));
    return true;
  }
  const auto lists = list_sentences();
  if (const auto list = std::ranges::find(lists, name, &ListSentence::name); list != lists.end()) {
    send_all(name, list->fields(reading()));
    return true;
  }
  if (name == "VR1") return send(name, vr1_fields()), true;
  if (name == "LG1") return send_all(name, log_.sentences()), true;
  if (name == "SS1") return send_all(name, statistics_.sentences()), true;
  if (name == "RS2") return send(name, resets_.fields()), true;
  if (name == "PW1") return send(name, kLoggedOut), true;
  return false;
}

/// True: it was answered.
bool G1Unit::obey(Elapsed now) {
  const auto name = sentence_.name;
  const auto value = sentence_.field(1);
  if (name == "CF2" && sentence_.fields.size() == 2) return write_parameter(now);
  if (name == "PW1") return send(name, kLoggedOut), true;
  if (name == "LG1" && value == "c") return log_.clear(), send_all(name, log_.sentences()), true;
  if (name == "SS1" && value == "c")
    return statistics_.clear(), send_all(name, statistics_.sentences()), true;
  if (name == "SS1") {
    const auto fields = statistics_.sentence(value);
    if (fields) send(name, *fields);
    return fields.has_value();
  }
  if (name == "SC1") set_charge();
  if (name == "RS1" && value.empty()) silent_until_ = now + kResetSilence;
  return false;
}

bool G1Unit::write_parameter(Elapsed now) {
  const bool was_broadcasting = parameters_.broadcast();
  if (!parameters_.write(sentence_.field(1), sentence_.field(2))) return false;
  send("CF2", std::string(sentence_.field(1)) + "," + std::string(sentence_.field(2)));
  if (!was_broadcasting) broadcaster_.restart(now);
  broadcaster_.shorten(now, broadcast_period());
  return true;
}

void G1Unit::set_charge() {
  constexpr std::uint64_t kFullPercent = 100;
  const auto percent = codec::g1::parse_hex(sentence_.field(1));
  if (!percent || *percent > kFullPercent) return;
  battery_.set_charge(static_cast<double>(*percent) / 100);
}

}  // namespace bmsgw::simulator
