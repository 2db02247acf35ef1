#include "g1_parameter_task.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/codec/g1/parameter_codec.hpp"

#include "g1_asks.hpp"
#include "g1_json.hpp"

namespace bmsgw::rpc {
namespace {

using core::G1Parameter;
using core::Outcome;
using nlohmann::json;

constexpr const char* kSentence = "CF2";

}  // namespace

std::variant<std::int64_t, json> raw_in(const G1Parameter& parameter, const core::Reply& reply) {
  const ReplyLine line(reply);
  const auto value = codec::g1::decode_parameter(line.sentence());
  if (!value) return unreadable(line, value.error());
  if (value->id != parameter.id)
    return refusal("failed", fmt::format("the unit answered {}, asked for {}", line.text().substr(0, 40),
                                         id_text(parameter)));
  if (const auto raw = codec::g1::parse_parameter(parameter, line.sentence().field(2))) return *raw;
  return refusal("failed", fmt::format("the unit answered {}; by the manual {} has {} digits",
                                       line.text().substr(0, 40), id_text(parameter), 2 * parameter.bytes));
}

ReadParametersTask::ReadParametersTask(std::string device, std::vector<const G1Parameter*> parameters)
    : device_(std::move(device)),
      parameters_(std::move(parameters)),
      values_(json::array()),
      missing_(json::array()) {}

Task::Step ReadParametersTask::start(core::Stamp /*now*/) {
  return next();
}

Task::Step ReadParametersTask::next() {
  if (done_ < parameters_.size()) return g1_read(device_, kSentence, id_text(current()));
  json answer{{"parameters", std::move(values_)}};
  if (!missing_.empty()) answer["missing"] = std::move(missing_);
  return answer;
}

Task::Step ReadParametersTask::on_reply(const core::Reply& reply, core::Stamp /*now*/) {
  constexpr std::size_t kUnansweredOfAbsent = 3;
  if (reply.outcome != Outcome::ok && reply.outcome != Outcome::timed_out) return refusal(reply);
  const auto raw = reply.outcome == Outcome::ok ? raw_in(current(), reply) : json();
  if (const auto* const number = std::get_if<std::int64_t>(&raw)) {
    values_.push_back(json_of(current(), *number));
  } else {
    missing_.push_back(id_text(current()));
  }
  ++done_;
  const bool is_absent = values_.empty() && reply.outcome == Outcome::timed_out &&
                         done_ == std::min(kUnansweredOfAbsent, parameters_.size());
  if (is_absent) return refusal(reply);
  return next();
}

core::milliseconds ReadParametersTask::deadline() const {
  constexpr core::milliseconds kForTheOthers{20'000};  // on the bus
  constexpr core::milliseconds kForEach{2'500};        // asked twice
  return kForTheOthers + kForEach * parameters_.size();
}

WriteParameterTask::WriteParameterTask(std::string device, const G1Parameter& parameter, Change change)
    : device_(std::move(device)), parameter_(parameter), change_(std::move(change)) {}

Ask WriteParameterTask::read() const {
  return g1_read(device_, kSentence, id_text(parameter_));
}

/// As long as the bits that stay aren't known they count as 0.
std::int64_t WriteParameterTask::wanted() const {
  if (!change_.mask) return change_.value;
  const auto stays = static_cast<std::uint64_t>(before_.value_or(0)) & ~*change_.mask;
  return static_cast<std::int64_t>(stays | (static_cast<std::uint64_t>(change_.value) & *change_.mask));
}

Ask WriteParameterTask::write() const {
  const auto digits = codec::g1::format_parameter(parameter_, wanted()).value_or("");
  return g1_write(device_, kSentence, id_text(parameter_) + "," + digits, G1Answer::one);
}

Task::Step WriteParameterTask::start(core::Stamp /*now*/) {
  return read();
}

Task::Step WriteParameterTask::on_reply(const core::Reply& reply, core::Stamp /*now*/) {
  if (state_ == State::comparing) return on_after(reply);
  if (reply.outcome != Outcome::ok) return refusal(reply);
  if (state_ == State::reading) return on_before(reply);
  state_ = State::comparing;
  return read();
}

Task::Step WriteParameterTask::on_before(const core::Reply& reply) {
  auto raw = raw_in(parameter_, reply);
  if (auto* const wrong = std::get_if<json>(&raw)) return std::move(*wrong);
  before_ = std::get<std::int64_t>(raw);
  state_ = State::writing;
  return write();
}

Task::Answer WriteParameterTask::on_after(const core::Reply& reply) {
  constexpr const char* kNotRead = "the unit took it, but it could not be read back: ";
  if (reply.outcome != Outcome::ok) return refusal("failed", kNotRead + reply.reason);
  const auto raw = raw_in(parameter_, reply);
  if (const auto* const wrong = std::get_if<json>(&raw))
    return refusal("failed", kNotRead + wrong->value("reason", ""));
  after_ = std::get<std::int64_t>(raw);
  const auto before = value_json(parameter_, *before_);
  const auto after = value_json(parameter_, *after_);
  json answer{
      {"parameter", id_text(parameter_)}, {"name", parameter_.name}, {"before", before}, {"after", after}};
  if (!parameter_.units.empty()) answer["units"] = parameter_.units;
  if (parameter_.advised_against)
    answer["detail"] = "the manual advises against setting this parameter from outside";
  if (*after_ == wanted()) return answer;
  answer.update(refusal("failed", fmt::format("the unit confirmed it, but reads back {} instead of {}",
                                              after.dump(), value_json(parameter_, wanted()).dump())));
  return answer;
}

Intent WriteParameterTask::intent() const {
  Intent intent{text_of(write()), {}, value_json(parameter_, wanted()), {write()}};
  if (change_.mask && !before_) {
    intent.what = fmt::format("{},{},{}", kSentence, id_text(parameter_), change_.shown);
    intent.after = nullptr;
  }
  if (before_) intent.before = value_json(parameter_, *before_);
  if (after_) intent.after = value_json(parameter_, *after_);
  return intent;
}

}  // namespace bmsgw::rpc
