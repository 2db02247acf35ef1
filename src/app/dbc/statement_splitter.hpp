#pragma once

#include <optional>
#include <string_view>

namespace bmsgw::app::dbc {

/// A statement of a DBC file: a line (BO_, SG_, ...), or up to a semicolon that isn't in a text (CM_, VAL_,
/// ...).
struct Statement {
  std::size_t line = 0;      ///< 1-based
  std::string_view keyword;  ///< empty: the line starts with none that we know
  std::string_view body;     ///< without keyword and semicolon
  const char* fault = "";    ///< what it lacks at its end; empty: nothing
};

/// Cuts a DBC file into statements; of the list of symbols (NS_) and further lines of node names (BU_)
/// nothing is given. Its time is linear in the length of the text, whatever that is. Thread: any.
class StatementSplitter {
 public:
  /// `text`: of plain_text(), outlives the splitter.
  explicit StatementSplitter(std::string_view text) : text_(text), rereadable_(2 * text.size()) {}

  /// Nothing: the end of the text.
  [[nodiscard]] std::optional<Statement> next();
  /// The last statement makes no sense: where a quote is missing, it has swallowed others. The next one
  /// starts on the line after its first.
  void reject();

 private:
  enum class Section { none, symbols, nodes };

  void skip_blanks();
  void move_to(std::size_t end);
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] bool belongs_to_section(std::string_view line, std::string_view keyword);
  [[nodiscard]] Statement line_statement(std::string_view keyword, std::string_view line);
  [[nodiscard]] Statement long_statement(std::string_view keyword);

  std::string_view text_;
  std::size_t rereadable_;  ///< bytes that may be read again after reject()
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t started_at_ = 0;
  std::size_t started_line_ = 1;
  Section section_ = Section::none;
};

}  // namespace bmsgw::app::dbc
