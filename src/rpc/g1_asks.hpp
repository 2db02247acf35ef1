#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "bmsgw/codec/g1/records.hpp"
#include "bmsgw/core/reply.hpp"
#include "bmsgw/rpc/method_host.hpp"

/// What G1 methods ask a unit, and how they read its replies. Pure. Thread: loop.
namespace bmsgw::rpc {

using G1Answer = core::SentenceCommand::Answer;

/// `NAME,?`, or of a parameter or statistic `NAME,argument,?`.
[[nodiscard]] Ask g1_read(const std::string& device, std::string sentence, std::string argument = "",
                          G1Answer answer = G1Answer::one);
[[nodiscard]] Ask g1_write(const std::string& device, std::string sentence, std::string fields,
                           G1Answer answer = G1Answer::none);
/// SC1,64 of a write.
[[nodiscard]] std::string text_of(const Ask& ask);
/// So many hexadecimal digits.
[[nodiscard]] std::string hex_text(std::uint32_t number, int digits);

/// A line of a reply, cut at its commas.
class ReplyLine {
 public:
  explicit ReplyLine(std::string_view line);
  /// The first line of a reply; of a reply without lines a sentence without name.
  explicit ReplyLine(const core::Reply& reply);
  ReplyLine(const ReplyLine&) = delete;
  ReplyLine& operator=(const ReplyLine&) = delete;

  [[nodiscard]] const codec::g1::Sentence& sentence() const { return sentence_; }
  /// The line as it came.
  [[nodiscard]] std::string text() const;

 private:
  std::string text_;  ///< with a comma at its end, where a unit's sentence has its CRC
  codec::g1::Sentence sentence_;
};

/// {"ok":false,"code":"failed",...}: the unit has answered, but nobody can read it.
[[nodiscard]] nlohmann::json unreadable(const ReplyLine& line, const codec::g1::DecodeError& error);

}  // namespace bmsgw::rpc
