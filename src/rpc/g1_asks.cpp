#include "g1_asks.hpp"

#include <utility>

#include <fmt/core.h>

#include "task.hpp"

namespace bmsgw::rpc {

using core::Command;
using core::SentenceCommand;

Ask g1_read(const std::string& device, std::string sentence, std::string argument, G1Answer answer) {
  return {device, Command::Kind::read,
          Command::What(SentenceCommand{std::move(sentence), std::move(argument), answer})};
}

Ask g1_write(const std::string& device, std::string sentence, std::string fields, G1Answer answer) {
  return {device, Command::Kind::write,
          Command::What(SentenceCommand{std::move(sentence), std::move(fields), answer})};
}

std::string text_of(const Ask& ask) {
  const auto* const what = std::get_if<Command::What>(&ask.what);
  const auto* const sentence = what == nullptr ? nullptr : std::get_if<SentenceCommand>(what);
  return sentence == nullptr ? "" : sentence->sentence + "," + sentence->fields;
}

std::string hex_text(std::uint32_t number, int digits) {
  return fmt::format("{:0{}X}", number, digits);
}

ReplyLine::ReplyLine(std::string_view line) : text_(std::string(line) + ",") {
  codec::g1::split_sentence(text_, sentence_);
}

ReplyLine::ReplyLine(const core::Reply& reply)
    : ReplyLine(reply.lines.empty() ? std::string_view() : std::string_view(reply.lines.front())) {}

std::string ReplyLine::text() const {
  return text_.substr(0, text_.size() - 1);
}

nlohmann::json unreadable(const ReplyLine& line, const codec::g1::DecodeError& error) {
  const auto text = line.text().substr(0, 100);
  return refusal("failed", text.empty() ? std::string("the unit has answered nothing")
                                        : fmt::format("the unit answered {}, of which {}", text,
                                                      codec::g1::to_string(error)));
}

}  // namespace bmsgw::rpc
