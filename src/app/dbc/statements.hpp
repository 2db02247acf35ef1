#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/dbc/file.hpp"

/// What stands after the keyword of a statement. Nothing: it has another form than the one that is given
/// here.
namespace bmsgw::app::dbc {

/// Of a message, or of a signal in it.
struct Subject {
  std::uint32_t id = 0;  ///< as the file writes it
  std::string signal;    ///< empty: the message
};

struct Comment {
  Subject subject;
  std::string text;
};

struct Names {
  Subject subject;
  std::vector<CodeName> names;  ///< without their line
};

struct Type {
  Subject subject;
  ValueType type = ValueType::integer;
};

struct Cycle {
  std::uint32_t id = 0;
  double milliseconds = 0;
};

inline constexpr const char* kMessageForm = "BO_ ID NAME: BYTES SENDER";
inline constexpr const char* kSignalForm =
    "SG_ NAME : START|BITS@ORDER SIGN (FACTOR,OFFSET) [LEAST|MOST] \"UNIT\" RECEIVERS";
inline constexpr const char* kNamesForm = "VAL_ ID SIGNAL CODE \"TEXT\" ... ;";
inline constexpr const char* kCommentForm = "CM_ BO_ ID \"TEXT\"; or CM_ SG_ ID SIGNAL \"TEXT\";";
inline constexpr const char* kTypeForm = "SIG_VALTYPE_ ID SIGNAL : TYPE;";
inline constexpr const char* kCycleForm = "BA_ \"GenMsgCycleTime\" BO_ ID MILLISECONDS;";

[[nodiscard]] std::optional<Message> parse_message(std::string_view body);
[[nodiscard]] std::optional<Signal> parse_signal(std::string_view body);
[[nodiscard]] std::optional<Names> parse_names(std::string_view body);
[[nodiscard]] std::optional<Comment> parse_comment(std::string_view body);
[[nodiscard]] std::optional<Type> parse_type(std::string_view body);
[[nodiscard]] std::optional<Cycle> parse_cycle(std::string_view body);

/// False for a statement of a subject that is passed over: a node, an environment variable, the whole bus,
/// another attribute.
[[nodiscard]] bool has_names_of_signal(std::string_view body);
[[nodiscard]] bool comments_message_or_signal(std::string_view body);
[[nodiscard]] bool gives_cycle(std::string_view body);

}  // namespace bmsgw::app::dbc
