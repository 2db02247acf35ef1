#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bmsgw::codec::g1 {

/// A sentence cut at its commas. Views show the text it was made from.
struct Sentence {
  std::string_view name;
  std::vector<std::string_view> fields;  ///< without name and CRC; field 1 is fields[0]

  /// Field by its number in the protocol's tables, 1-based; a missing field is an empty one.
  [[nodiscard]] std::string_view field(std::size_t number) const {
    return number >= 1 && number <= fields.size() ? fields[number - 1] : std::string_view{};
  }
  /// `X,?` and `CF2,<id>,?` ask for something and carry no values, whoever sent them.
  [[nodiscard]] bool is_request() const { return !fields.empty() && fields.back() == "?"; }
};

/// Cuts `text` (a framer's sentence, CRC included); reuses the memory of `into`. False: there is no name or
/// CRC.
bool split_sentence(std::string_view text, Sentence& into);

/// `NAME,` + fields + `,` + CRC, without a line end. Fields are taken as they are: "?" or "0C0E,?" or "".
[[nodiscard]] std::string encode_sentence(std::string_view name, std::string_view fields);

/// A request to read: `NAME,?`; of a parameter `CF2,<id>,?`; of one statistic `SS1,<id>`, its id in two
/// digits. It can't be anything else, whatever the arguments.
[[nodiscard]] std::string encode_read_request(std::string_view name, std::string_view argument = {});

/// A sentence name as one number, for look-ups without text: up to eight characters. Nothing: no valid name.
[[nodiscard]] std::optional<std::uint64_t> pack_name(std::string_view name);

/// Times of the protocol count seconds from 2000-01-01 00:00 of the unit's clock; here as Unix milliseconds.
[[nodiscard]] constexpr std::int64_t unix_ms_from_2000(std::uint32_t seconds) {
  constexpr std::int64_t kEpoch2000 = 946'684'800;
  return (kEpoch2000 + seconds) * 1000;
}

}  // namespace bmsgw::codec::g1
