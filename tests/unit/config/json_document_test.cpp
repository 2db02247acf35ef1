#include "config/json_document.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

struct PlaceCase {
  const char* name;
  std::string text;
  std::vector<std::string> path;
  std::string expected;  ///< line:column of the value, and its pointer
};

void PrintTo(const PlaceCase& row, std::ostream* out) {
  *out << row.name;
}

class Place : public ::testing::TestWithParam<PlaceCase> {};

TEST_P(Place, IsThatOfTheValue) {
  ProblemList problems;
  const JsonDocument document("f", GetParam().text, problems);
  JsonView view(document);
  for (const auto& key : GetParam().path) {
    const auto list = view.entries();
    const bool is_index = !list.empty() && std::isdigit(static_cast<unsigned char>(key[0])) != 0;
    view = is_index ? list.at(std::stoul(key)) : view[key];
  }
  ASSERT_EQ(lines(problems.take()), "");
  EXPECT_EQ(to_string(view.problem(Severity::error, "x")), "f:" + GetParam().expected);
}

const std::vector<PlaceCase> kPlaces{
    {"root", "  {}", {}, "1:3: x"},
    {"member", R"({"a": 1})", {"a"}, "1:7: /a: x"},
    {"behind_tab", "{\n\t\"a\":\ttrue}", {"a"}, "2:7: /a: x"},
    {"crlf", "{\r\n  \"a\": null,\r\n  \"b\": -1.5e3\r\n}", {"b"}, "3:8: /b: x"},
    {"nested_lists", "{\"a\": [[1, 2],\n [3, \"x\"]]}", {"a", "1", "1"}, "2:6: /a/1/1: x"},
    {"after_containers", R"({"a": {"b": []}, "c": {}, "d": "e"})", {"d"}, "1:32: /d: x"},
    {"escaped_text", R"({"a": "\"}\\", "b": "c,:\u00e9", "d": 2})", {"d"}, "1:39: /d: x"},
    {"several_bytes_are_one_column", R"({"°C": "é→😀", "b": 1})", {"b"}, "1:20: /b: x"},
    {"escaped_pointer", R"({"a/b": {"c~d": 1}})", {"a/b", "c~d"}, "1:17: /a~1b/c~0d: x"},
    {"behind_a_byte_order_mark", "\xEF\xBB\xBF{\"a\": 1}", {"a"}, "1:7: /a: x"},
    {"missing", R"({"a": {}})", {"a", "b"}, "1:7: /a/b: x"},
};

INSTANTIATE_TEST_SUITE_P(Document, Place, ::testing::ValuesIn(kPlaces), name_of<PlaceCase>);

class Syntax : public ::testing::TestWithParam<LoadCase> {};

TEST_P(Syntax, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kSyntax{
    {"empty", "", kParams,
     "E s.json:1:1: not valid JSON: unexpected end of input; expected '[', '{', or a literal"},
    {"cut", R"({"serial": {)", kParams,
     "E s.json:1:13: not valid JSON: unexpected end of input; expected string literal"},
    {"comma_missing", "{\n  \"serial\": {}\n  \"mqtt\": {}\n}", kParams,
     "E s.json:3:8: not valid JSON: unexpected string literal; expected '}'"},
    {"no_quotes", R"({serial: {}})", kParams,
     "E s.json:1:2: not valid JSON: invalid literal; expected string literal"},
    {"something_behind", "{} {}", kParams,
     "E s.json:1:4: not valid JSON: unexpected '{'; expected end of input"},
    {"bad_utf8", "{\"comment\": \"\xC3(\"}", kParams,
     "E s.json:1:15: not valid JSON: invalid string: ill-formed UTF-8 byte"},
    {"a_password_is_not_repeated", R"({"mqtt": {"password": "hunter2" "x"}})", kParams,
     "E s.json:1:35: not valid JSON: unexpected string literal; expected '}'"},
    {"too_large_a_number", R"({"serial": {"speed": 1e999}})", kParams,
     "E s.json:1:22: this number is too large"},
    {"too_deep", kSettings, repeated("[", 65),
     "E p.json:1:65: more than 64 levels of { } and [ ] in each other"},
    {"too_many_values", kSettings, "[" + repeated("1,", 200'000) + "1]",
     "E p.json:1:400000: there are more than 200000 values in this file"},
    {"too_large_a_file", kSettings, std::string((std::size_t{4} << 20U) + 1, ' '),
     "E p.json: is larger than 4 MiB"},
    {"too_long_a_key", kSettings, R"({")" + std::string(256, 'k') + R"(": 1})",
     "E p.json:1:2: this key is longer than 255 bytes"},
    {"too_long_a_text", kSettings, R"({"comment": ")" + std::string(65537, 'k') + R"("})",
     "E p.json:1:13: this text is longer than 65536 bytes"},
    {"both_files", "{", "[1",
     "E p.json:1:3: not valid JSON: unexpected end of input; expected ']'\n"
     "E s.json:1:2: not valid JSON: unexpected end of input; expected string literal"},
    {"key_twice", "{\"serial\": {\"device\": \"/dev/a\",\n \"speed\": 9600, \"device\": \"/dev/b\"}}",
     kParams, "E s.json:2:17: /serial/device: this key is given twice; it stands in line 1 already"},
    {"not_an_object", "[]", kParams, "E s.json:1:1: must be an object { }, not an empty list"},
};

INSTANTIATE_TEST_SUITE_P(Document, Syntax, ::testing::ValuesIn(kSyntax), name_of<LoadCase>);

}  // namespace
}  // namespace bmsgw::config
