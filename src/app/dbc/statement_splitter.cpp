#include "app/dbc/statement_splitter.hpp"

#include <algorithm>
#include <array>

#include "app/dbc/scanner.hpp"

namespace bmsgw::app::dbc {
namespace {

constexpr std::array<std::string_view, 6> kLineKeywords{"BO_", "SG_", "BU_", "BS_", "NS_", "VERSION"};
constexpr std::array<std::string_view, 30> kLongKeywords{"BA_",
                                                         "BA_DEF_",
                                                         "BA_DEF_DEF_",
                                                         "BA_DEF_DEF_REL_",
                                                         "BA_DEF_REL_",
                                                         "BA_DEF_SGTYPE_",
                                                         "BA_REL_",
                                                         "BA_SGTYPE_",
                                                         "BO_TX_BU_",
                                                         "BU_BO_REL_",
                                                         "BU_EV_REL_",
                                                         "BU_SG_REL_",
                                                         "CAT_",
                                                         "CAT_DEF_",
                                                         "CM_",
                                                         "ENVVAR_DATA_",
                                                         "EV_",
                                                         "EV_DATA_",
                                                         "FILTER",
                                                         "NS_DESC_",
                                                         "SGTYPE_",
                                                         "SGTYPE_VAL_",
                                                         "SG_MUL_VAL_",
                                                         "SIG_GROUP_",
                                                         "SIGTYPE_VALTYPE_",
                                                         "SIG_TYPE_REF_",
                                                         "SIG_VALTYPE_",
                                                         "VAL_",
                                                         "VAL_TABLE_",
                                                         "SIGTYPE_"};

constexpr std::string_view kBetween = " \t\n\v\f;";  // statements

bool is_line_keyword(std::string_view word) {
  return std::ranges::find(kLineKeywords, word) != kLineKeywords.end();
}

bool is_long_keyword(std::string_view word) {
  return std::ranges::find(kLongKeywords, word) != kLongKeywords.end();
}

std::string_view first_word(std::string_view text) {
  const auto word = Scanner(text.substr(0, text.find('\n'))).word();
  return word.value_or(std::string_view());
}

/// Where a statement ends: at a semicolon, before the next statement or, with a text left open, nowhere.
struct End {
  std::size_t body = 0;  ///< its length
  std::size_t all = 0;   ///< with the semicolon
  const char* fault = "";
};

End find_end(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ';') return {at, at + 1, ""};
    if (text[at] == '"') {
      at = closing_quote(text, at);
      if (at == std::string_view::npos) return {text.size(), text.size(), "a closing quote"};
    } else if (text[at] == '\n') {
      const auto next = first_word(text.substr(at + 1));
      if (is_line_keyword(next) || is_long_keyword(next)) return {at, at, "a semicolon at its end"};
    }
  }
  return {text.size(), text.size(), "a semicolon at its end"};
}

bool is_one_word(std::string_view line) {
  Scanner scanner(line);
  return scanner.word() && scanner.at_end();
}

}  // namespace

std::optional<Statement> StatementSplitter::next() {
  for (;;) {
    skip_blanks();
    if (at_ == text_.size()) return std::nullopt;
    started_at_ = at_;
    started_line_ = line_;
    const auto line = rest().substr(0, rest().find('\n'));
    const auto keyword = first_word(line);
    if (belongs_to_section(line, keyword)) {
      move_to(at_ + line.size());
      continue;
    }
    return is_long_keyword(keyword) ? long_statement(keyword) : line_statement(keyword, line);
  }
}

/// Lines of a list that began on an earlier line: symbols, a word each; nodes, indented.
bool StatementSplitter::belongs_to_section(std::string_view line, std::string_view keyword) {
  const bool is_indented = at_ > 0 && (text_[at_ - 1] == ' ' || text_[at_ - 1] == '\t');
  const bool is_keyword = is_line_keyword(keyword) || is_long_keyword(keyword);
  const bool belongs = (section_ == Section::symbols && is_one_word(line)) ||
                       (section_ == Section::nodes && is_indented && !is_keyword && !keyword.empty());
  if (!belongs) section_ = Section::none;
  return belongs;
}

Statement StatementSplitter::line_statement(std::string_view keyword, std::string_view line) {
  if (keyword == "NS_") section_ = Section::symbols;
  if (keyword == "BU_") section_ = Section::nodes;
  move_to(at_ + line.size());
  if (!is_line_keyword(keyword)) return {started_line_, {}, line, ""};
  return {started_line_, keyword, line.substr(keyword.size()), ""};
}

Statement StatementSplitter::long_statement(std::string_view keyword) {
  const auto body = rest().substr(keyword.size());
  const auto end = find_end(body);
  move_to(at_ + keyword.size() + end.all);
  return {started_line_, keyword, body.substr(0, end.body), end.fault};
}

void StatementSplitter::reject() {
  const auto newline = text_.find('\n', started_at_);
  if (newline == std::string_view::npos || newline >= at_) return;
  const auto again = at_ - newline;
  if (again > rereadable_) return;
  rereadable_ -= again;
  at_ = newline;
  line_ = started_line_;
}

void StatementSplitter::skip_blanks() {
  const auto first = text_.find_first_not_of(kBetween, at_);
  move_to(first == std::string_view::npos ? text_.size() : first);
}

void StatementSplitter::move_to(std::size_t end) {
  const auto passed = text_.substr(at_, end - at_);
  line_ += static_cast<std::size_t>(std::ranges::count(passed, '\n'));
  at_ = end;
}

}  // namespace bmsgw::app::dbc
