#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/system/result.hpp>

#include "bmsgw/codec/g1/sentence.hpp"
#include "bmsgw/core/can_frame.hpp"

/// Sentences that are read as records and not routed: SS1, LG1, RS2, CN1, CN2, CF2, VR1, TD1, PW1, PW2. Pure;
/// more fields than the tables list are accepted. Thread: any.
namespace bmsgw::codec::g1 {

/// Why a sentence is no record, and where.
struct DecodeError {
  enum class Reason : std::uint8_t {
    other_sentence,   ///< not the name that this function decodes
    request,          ///< it asks for something and carries no values
    missing,          ///< the sentence ends before this field, or the field is empty
    not_hexadecimal,  ///< or more than 16 digits
    not_decimal,
    out_of_range,
    wrong_length,  ///< too few digits for what the field holds, or too many
  };
  Reason reason = Reason::missing;
  std::size_t field = 0;  ///< 1-based; 0: the name

  friend bool operator==(const DecodeError&, const DecodeError&) = default;
};
/// `field 2 is missing or empty`
[[nodiscard]] std::string to_string(const DecodeError& error);

template <typename T>
using RecordResult = boost::system::result<T, DecodeError>;

/// SS1: one statistic of the unit's life.
struct Statistic {
  struct Count {
    std::uint64_t times = 0;
  };
  struct Cell {
    std::uint64_t id = 0;
  };
  /// The extremes at the moment of the greatest difference.
  struct Spread {
    double lowest = 0;
    double highest = 0;
    std::uint64_t lowest_cell = 0;
  };
  /// Of an identifier that the protocol's table doesn't list.
  struct Unknown {
    std::uint64_t raw = 0;
  };

  std::uint8_t id = 0;
  std::string_view name;  ///< empty: not in the table
  std::string_view unit;  ///< of the value and of a Spread
  std::optional<double> value;
  std::variant<std::monostate, Count, Cell, Spread, Unknown> info;
  std::optional<std::int64_t> unix_ms;  ///< when it was last updated, by the unit's clock
};
[[nodiscard]] RecordResult<Statistic> decode_statistic(const Sentence& sentence);

/// LG1: one entry of the events log; the lowest sequence number is the most recent.
struct LogEvent {
  std::uint64_t sequence = 0;
  std::uint64_t id = 0;
  std::string_view text;                   ///< empty: not in the table
  std::optional<std::uint64_t> parameter;  ///< reserved; raw
  std::optional<std::int64_t> unix_ms;     ///< by the unit's clock
};
/// Nothing: the log is empty.
[[nodiscard]] RecordResult<std::optional<LogEvent>> decode_log_event(const Sentence& sentence);

/// RS2: one reset of the unit and what caused it.
struct Reset {
  std::uint8_t number = 1;   ///< its place in the sentence, 1-5
  std::int64_t unix_ms = 0;  ///< by the unit's clock
  std::uint64_t flags = 0;
};
/// Up to five, as the sentence orders them.
[[nodiscard]] RecordResult<std::vector<Reset>> decode_resets(const Sentence& sentence);
/// What the flags of a reset say, lowest bit first; a bit without a name is left out.
[[nodiscard]] std::vector<std::string_view> reset_flag_names(std::uint64_t flags);

/// CN1, CN2: a CAN message that the unit received or sent; always classic.
[[nodiscard]] RecordResult<core::CanFrame> decode_can_message(const Sentence& sentence);

/// CF2: the value of a configuration parameter, raw: offset, factor and sign depend on the parameter.
struct ParameterValue {
  std::uint16_t id = 0;
  std::uint64_t raw = 0;
  std::uint8_t digits = 0;  ///< of the text: 2, 4 or 8
};
[[nodiscard]] RecordResult<ParameterValue> decode_parameter(const Sentence& sentence);

/// VR1: what the unit is.
struct UnitVersion {
  std::string_view hardware;
  std::optional<std::uint32_t> serial_number;
  std::string_view firmware;
};
[[nodiscard]] RecordResult<UnitVersion> decode_version(const Sentence& sentence);

/// TD1: the unit's clock.
struct UnitTime {
  std::int64_t unix_ms = 0;
  std::optional<std::uint64_t> uptime_s;
};
[[nodiscard]] RecordResult<UnitTime> decode_time(const Sentence& sentence);

/// PW1: the access level, 0-2. `PW1,?` of the unit is a request: somebody has to log in.
[[nodiscard]] RecordResult<std::uint8_t> decode_access(const Sentence& sentence);
/// PW2: whether the password was set.
[[nodiscard]] RecordResult<bool> decode_password_result(const Sentence& sentence);

}  // namespace bmsgw::codec::g1
