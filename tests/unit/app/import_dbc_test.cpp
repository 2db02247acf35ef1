// Signals to params by table. The expected places and numbers are worked out by hand, from "DBC File Format
// Documentation" (01/2007) 8.2 and docs/can.md: value = (raw + offset) x factor.
#include <gtest/gtest.h>

#include "dbc_cases.hpp"

namespace bmsgw::app::dbc {
namespace {

using nlohmann::json;

struct SignalCase {
  const char* name;
  std::string signal;    ///< the line after SG_, of a message of 8 bytes
  std::string expected;  ///< the param, without its key; empty: none
  const char* remark = "";
};

void PrintTo(const SignalCase& row, std::ostream* out) {
  *out << row.name;
}

const std::vector<SignalCase> kSignals{
    {"a_byte_intel", R"(S : 8|8@1+ (1,0) [0|0] "" X)", R"({"start": 8, "big_end": false})"},
    {"a_byte_motorola", R"(S : 15|8@0+ (1,0) [0|0] "" X)", R"({"start": 8})"},
    {"a_word_intel", R"(S : 16|16@1- (1,0) [0|0] "" X)",
     R"({"start": 16, "bits": 16, "big_end": false, "signed": true})"},
    {"a_word_motorola", R"(S : 23|16@0- (1,0) [0|0] "" X)", R"({"start": 16, "bits": 16, "signed": true})"},
    {"all_bytes_motorola", R"(S : 7|64@0+ (1,0) [0|0] "" X)", R"({"start": 0, "bits": 64})"},
    {"bits_in_a_byte_intel", R"(S : 10|3@1+ (1,0) [0|0] "" X)",
     R"({"start": 10, "bits": 3, "big_end": false})"},
    {"bits_in_a_byte_motorola", R"(S : 12|3@0+ (1,0) [0|0] "" X)", R"({"start": 10, "bits": 3})"},
    {"down_to_bit_0_motorola", R"(S : 11|4@0+ (1,0) [0|0] "" X)", R"({"start": 8, "bits": 4})"},
    {"a_bit_motorola", R"(S : 63|1@0+ (1,0) [0|0] "" X)", R"({"start": 63, "bits": 1})"},
    {"across_bytes_intel", R"(S : 4|12@1+ (1,0) [0|0] "" X)",
     R"({"start": 4, "bits": 12, "big_end": false})"},
    {"across_bytes_motorola", R"(S : 3|12@0+ (1,0) [0|0] "" X)",
     R"({"start": 3, "bits": 12, "bit_numbering": "dbc"})"},
    {"from_bit_7_but_not_whole_bytes", R"(S : 7|12@0+ (1,0) [0|0] "" X)",
     R"({"start": 7, "bits": 12, "bit_numbering": "dbc"})"},
    {"up_to_the_end_intel", R"(S : 56|8@1+ (1,0) [0|0] "" X)", R"({"start": 56, "big_end": false})"},
    {"beyond_the_end_intel", R"(S : 57|8@1+ (1,0) [0|0] "" X)", "", "reaches beyond its message's 8 bytes"},
    {"up_to_the_end_motorola", R"(S : 55|16@0+ (1,0) [0|0] "" X)", R"({"start": 48, "bits": 16})"},
    {"beyond_the_end_motorola", R"(S : 54|16@0+ (1,0) [0|0] "" X)", "",
     "reaches beyond its message's 8 bytes"},
    {"far_beyond", R"(S : 4294967295|64@0+ (1,0) [0|0] "" X)", "", "reaches beyond its message's 8 bytes"},
    {"no_bits", R"(S : 0|0@1+ (1,0) [0|0] "" X)", "", "has no bits"},
    {"65_bits", R"(S : 0|65@1+ (1,0) [0|0] "" X)", "", "has 65 bits, at most 64 can be read"},

    {"volts", R"(S : 7|8@0+ (0.01,2) [0|0] "V" X)",
     R"({"start": 0, "offset": 200, "factor": 0.01, "decimals": 2, "units": "V"})"},
    {"an_offset_without_a_tail", R"(S : 7|8@0+ (0.1,-40) [0|0] "" X)",
     R"({"start": 0, "offset": -400, "factor": 0.1, "decimals": 1})"},
    {"an_offset_that_never_ends", R"(S : 7|8@0+ (0.3,1) [0|0] "" X)",
     R"({"start": 0, "offset": 3.33333333333333, "factor": 0.3, "decimals": 1})"},
    {"decimals_of_the_offset", R"(S : 7|8@0+ (1,0.25) [0|0] "" X)",
     R"({"start": 0, "offset": 0.25, "decimals": 2})"},
    {"a_small_factor", R"(S : 7|8@0+ (1E-005,0) [0|0] "" X)",
     R"({"start": 0, "factor": 1e-5, "decimals": 5})"},
    {"a_smaller_factor", R"(S : 7|8@0+ (4.656612873077393E-10,0) [0|0] "" X)",
     R"({"start": 0, "factor": 4.656612873077393e-10})"},
    {"a_negative_factor", R"(S : 7|8@0+ (-2,10) [0|0] "" X)", R"({"start": 0, "offset": -5, "factor": -2})"},
    {"factor_0", R"(S : 7|8@0+ (0,0) [0|0] "" X)", "", "its factor is 0"},
    {"factor_too_large", R"(S : 7|8@0+ (2e15,0) [0|0] "" X)", "",
     "its factor is beyond 1e15: 2000000000000000"},
    {"offset_too_large", R"(S : 7|8@0+ (1e-9,1e9) [0|0] "" X)", "",
     "its offset 1000000000 is beyond 1e15 times its factor 1e-09"},

    {"bounds", R"(S : 7|8@0+ (0.5,-10) [-5|100] "" X)",
     R"({"start": 0, "offset": -20, "factor": 0.5, "decimals": 1, "valid_bot": -5, "valid_top": 100})"},
    {"bounds_of_all_it_can_be", R"(S : 7|8@0+ (0.1,0) [0|25.5] "" X)",
     R"({"start": 0, "factor": 0.1, "decimals": 1})"},
    {"bounds_of_a_negative_factor", R"(S : 7|8@0+ (-1,0) [-100|0] "" X)",
     R"({"start": 0, "factor": -1, "valid_bot": -100})"},
    {"bounds_the_wrong_way_round", R"(S : 7|8@0+ (1,0) [5|1] "" X)", R"({"start": 0})",
     "its bounds [5|1] leave no room and are left out"},
    {"bounds_of_something_else", R"(S : 7|8@0+ (1,0) [300|400] "" X)", R"({"start": 0})",
     "its bounds [300|400] lie outside of what it can be, 0 to 255 and are left out"},

    {"multiplexer", R"(S M : 7|8@0+ (1,0) [0|0] "" X)", R"({"start": 0})"},
    {"multiplexed", R"(S m12 : 7|8@0+ (1,0) [0|0] "" X)", "",
     "is multiplexed (m12): a packet has no multiplexer"},
    {"multiplexed_multiplexer", R"(S m1M : 7|8@0+ (1,0) [0|0] "" X)", "",
     "is multiplexed (m1M): a packet has no multiplexer"},
    {"no_blanks", R"(S:7|8@0+(1,0)[0|0]""X)", R"({"start": 0})"},
    {"many_blanks", R"(  S   :	7 | 8 @ 0 +   ( +1 , -0 )  [ 0 | 0 ]  "" )", R"({"start": 0})"},
    {"a_long_unit", R"(S : 7|8@0+ (1,0) [0|0] "of something that nobody measures" X)", R"({"start": 0})",
     "its unit is left out: longer than 32 bytes"},
    {"a_unit_with_quotes", R"(S : 7|8@0+ (1,0) [0|0] "5\" pipes" X)",
     R"({"start": 0, "units": "5\" pipes"})"},
};

class ImportedSignal : public testing::TestWithParam<SignalCase> {};

TEST_P(ImportedSignal, IsAParam) {
  const auto& row = GetParam();
  // A second signal, so that there is a packet whatever becomes of the first.
  const auto section =
      import_text(with_signals(" SG_ " + row.signal + "\n SG_ Other : 0|8@1+ (1,0) [0|0] \"\" X"));
  auto params = packets_of(section)["M"]["params"];
  EXPECT_EQ(lines(section.remarks), *row.remark == '\0' ? "" : std::string("2: M.S: ") + row.remark + "\n");
  ASSERT_EQ(params.contains("S"), !row.expected.empty());
  if (row.expected.empty()) return;
  EXPECT_EQ(params["S"]["route_to_mqtt"], "S");
  params["S"].erase("route_to_mqtt");
  EXPECT_EQ(params["S"], json::parse(row.expected));
}

INSTANTIATE_TEST_SUITE_P(All, ImportedSignal, testing::ValuesIn(kSignals),
                         [](const auto& row) { return std::string(row.param.name); });

struct FileCase {
  const char* name;
  std::string text;
  std::string expected;  ///< what is under "packets"
  const char* remarks = "";
};

void PrintTo(const FileCase& row, std::ostream* out) {
  *out << row.name;
}

/// A signal S in the first byte, and its param with the telemetry key.
const std::string kS = " SG_ S : 7|8@0+ (1,0) [0|0] \"\" X\n";
std::string param(const std::string& more) {
  return R"({"start": 0, "route_to_mqtt": "S")" + more + "}";
}
/// The packet that with_signals(kS) makes, with more keys of the param, and of the packet.
std::string packet(const std::string& more, const std::string& of_packet = "") {
  return R"({"M": {"id": "S123", "dlc": 8, "params": {"S": )" + param(more) + "}" + of_packet + "}}";
}

const std::vector<FileCase> kFiles{
    {"standard_id", with_signals(kS), packet("")},
    {"extended_id", "BO_ 2566848769 M: 4 X\n" + kS,
     R"({"M": {"id": "X18FF0101", "dlc": 4, "params": {"S": )" + param("") + "}}}"},
    {"id_beyond_11_bits", "BO_ 2048 M: 8 X\n" + kS, "{}",
     "1: M: 2048 is no id: 11 bits reach to 2047, 29 bits from 2147483648 to 2684354559; left out with all "
     "of "
     "its signals\n"},
    {"id_beyond_29_bits", "BO_ 2684354560 M: 8 X\n" + kS, "{}",
     "1: M: 2684354560 is no id: 11 bits reach to 2047, 29 bits from 2147483648 to 2684354559; left out with "
     "all of its signals\n"},
    {"fd_length", "BO_ 291 M: 64 X\n SG_ S : 511|8@0+ (1,0) [0|0] \"\" X\n",
     R"({"M": {"id": "S123", "dlc": 64, "params": {"S": {"start": 504, "route_to_mqtt": "S"}}}})"},
    {"length_of_no_frame", "BO_ 291 M: 10 X\n" + kS,
     R"({"M": {"id": "S123", "params": {"S": )" + param("") + "}}}",
     "1: M: no frame has its length: any length is accepted\n"},
    {"too_long", "BO_ 291 M: 65 X\n" + kS, "{}",
     "1: M: has 65 bytes, a frame has at most 64; left out with all of its signals\n"},
    {"no_signals", "BO_ 291 M: 8 X\n", "{}", "1: M: has no signals\n"},
    {"no_signal_that_can_be_expressed", "BO_ 291 M: 0 X\n" + kS, "{}",
     "1: M: left out: none of its signals can be expressed\n"
     "2: M.S: reaches beyond its message's 0 bytes\n"},
    {"id_twice", with_signals(kS) + "BO_ 291 Again: 8 X\n" + kS, packet(""),
     "4: Again: its id S123 is that of line 1; left out with all of its signals\n"},
    {"name_twice", with_signals(kS) + "BO_ 292 M: 8 X\n" + kS, packet(""),
     "4: M: its name is that of line 1; left out with all of its signals\n"},
    {"signal_twice", with_signals(kS + kS), packet(""), "3: M.S: a signal of this name stands above\n"},
    {"signals_of_no_message", with_signals(kS) + "BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 X\n" + kS,
     packet(""), "5: VECTOR__INDEPENDENT_SIG_MSG.S: is in no message\n"},

    {"names", with_signals(kS) + "VAL_ 291 S -1 \"none\" 0 \"\" 1.0 \"one; or so\" ;\n",
     packet(R"(, "names": {"-1": "none", "0": "", "1": "one; or so"})")},
    {"names_twice", with_signals(kS) + "VAL_ 291 S 0 \"a\" 0 \"b\" ;\n", packet(R"(, "names": {"0": "a"})"),
     "4: M.S: the second name of 0 is left out\n"},
    {"names_of_values_that_are_no_codes",
     with_signals(" SG_ S : 7|8@0+ (1,-40) [0|0] \"\" X\n") + "VAL_ 291 S 255 \"none\" ;\n",
     packet(R"(, "offset": -40)"),
     "4: M.S: the names of its codes are left out: its values are not its codes\n"},
    {"names_of_a_variable", with_signals(kS) + "VAL_ Ignition 0 \"off\" 1 \"on\" ;\n", packet("")},
    {"names_of_a_table", with_signals(kS) + "VAL_ 291 S OnOff ;\n", packet(""),
     "4: can't be read: VAL_ 291 S OnOff (expected: VAL_ ID SIGNAL CODE \"TEXT\" ... ;)\n"},
    {"floats", with_signals(kS + " SG_ F : 32|32@1- (1,0) [0|0] \"\" X\n") + "SIG_VALTYPE_ 291 F : 1;\n",
     packet(""), "3: M.F: is an IEEE float, only whole raw numbers can be read\n"},
    {"doubles", with_signals(kS + " SG_ F : 0|64@1- (1,0) [0|0] \"\" X\n") + "SIG_VALTYPE_ 291 F 2;\n",
     packet(""), "3: M.F: is an IEEE double, only whole raw numbers can be read\n"},
    {"integers", with_signals(kS) + "SIG_VALTYPE_ 291 S : 0;\n", packet("")},
    {"comments",
     with_signals(kS) +
         "CM_ \"bus\";CM_ BU_ X \"unit\";\nCM_ BO_ 291 \"all\nof it\";\nCM_ SG_ 291 S \"a;b\";\n",
     packet(R"(, "description": "a;b")", R"(, "description": "all\nof it")")},
    {"a_slow_cycle", with_signals(kS) + "BA_ \"GenMsgCycleTime\" BO_ 291 5000;\n",
     packet(R"(, "max_age": 15)")},
    {"a_usual_cycle", with_signals(kS) + "BA_ \"GenMsgCycleTime\" BO_ 291 1000;\n", packet("")},
    {"other_attributes",
     with_signals(kS) + "BA_ \"GenMsgCycleTime\" 5;\nBA_ \"GenSigStartValue\" SG_ 291 S 5;\n", packet(""),
     "4: can't be read: BA_ \"GenMsgCycleTime\" 5 (expected: BA_ \"GenMsgCycleTime\" BO_ ID "
     "MILLISECONDS;)\n"},
    {"said_of_nobody", with_signals(kS) + "CM_ SG_ 292 S \"a\";\nSIG_VALTYPE_ 291 T : 1;\n", packet(""),
     "4: CM_ is of message 292, which the file doesn't have above\n"
     "5: M.T: SIG_VALTYPE_ is of a signal that its message doesn't have\n"},

    {"nothing", "", "{}"},
    {"only_a_head", "VERSION \"\"\nNS_ :\n\tCM_\n\tVAL_\n\nBS_:\nBU_: A B\n\tC\n\n", "{}"},
    {"a_line_of_something", with_signals(kS) + "hello\n", packet(""),
     "4: can't be read: hello (expected: a line that starts with a keyword)\n"},
    {"a_signal_without_message", kS, "{}",
     "1: can't be read: SG_ S : 7|8@0+ (1,0) [0|0] \"\" X (expected: a BO_ line before it that can be "
     "read)\n"},
    {"a_quote_is_missing", with_signals(kS) + "CM_ BO_ 291 \"a;\nCM_ SG_ 291 S \"b\";\n",
     packet(R"(, "description": "b")"), "4: can't be read: CM_ BO_ 291 \"a; (expected: a closing quote)\n"},
    {"a_quote_is_missing_before_texts",
     with_signals(kS) + "CM_ BO_ 291 \"a;\nCM_ SG_ 291 S \"b\";\nCM_ \"c\n\";",
     packet(R"(, "description": "b")"), "4: can't be read: CM_ BO_ 291 \"a; (expected: a closing quote)\n"},
    {"a_semicolon_is_missing", with_signals(kS) + "CM_ BO_ 291 \"a\"\nCM_ SG_ 291 S \"b\";\n",
     packet(R"(, "description": "b")"),
     "4: can't be read: CM_ BO_ 291 \"a\" (expected: a semicolon at its end)\n"},
    {"a_text_that_never_ends", with_signals(kS) + "CM_ BO_ 291 \"a;\n", packet(""),
     "4: can't be read: CM_ BO_ 291 \"a; (expected: a closing quote)\n"},
    {"control_characters", "\x1B[2J\n", "{}",
     "1: can't be read:  [2J (expected: a line that starts with a keyword)\n"},
};

class ImportedFile : public testing::TestWithParam<FileCase> {};

TEST_P(ImportedFile, IsASection) {
  const auto& row = GetParam();
  const auto section = import_text(row.text);
  EXPECT_EQ(packets_of(section), json::parse(row.expected));
  EXPECT_EQ(lines(section.remarks), row.remarks);
}

INSTANTIATE_TEST_SUITE_P(All, ImportedFile, testing::ValuesIn(kFiles),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ImportDbc, GivesEachValueAKeyOfItsOwn) {
  const std::string heater = " SG_ Heater : 7|8@0+ (1,0) [0|0] \"\" X\n";
  const std::string state = " SG_ State : 7|8@0+ (1,0) [0|0] \"\" X\n";
  const std::string state_code = " SG_ StateCode : 7|8@0+ (1,0) [0|0] \"\" X\n";
  const auto packets = packets_of(import_text("BO_ 1 A: 8 X\n" + heater + state + "BO_ 2 B: 8 X\n" + heater +
                                              state_code + "VAL_ 1 State 0 \"off\" ;\n"));
  const auto key_of = [&packets](const char* message, const char* signal) {
    return packets[message]["params"][signal]["route_to_mqtt"];
  };
  EXPECT_EQ(key_of("A", "Heater"), "A_Heater");
  EXPECT_EQ(key_of("B", "Heater"), "B_Heater");
  EXPECT_EQ(key_of("A", "State"), "State");
  EXPECT_EQ(key_of("B", "StateCode"), "B_StateCode") << "State's number goes out as StateCode";
}

TEST(ImportDbc, LeavesTheGatewaysOwnKeysAlone) {
  const auto packets =
      packets_of(import_text("BO_ 1 A: 8 X\n SG_ can0Online : 7|8@0+ (1,0) [0|0] \"\" X\n SG_ can0Stale : "
                             "15|8@0+ (1,0) [0|0] \"\" X\n"));
  EXPECT_EQ(packets["A"]["params"]["can0Online"]["route_to_mqtt"], "A_can0Online");
  EXPECT_EQ(packets["A"]["params"]["can0Stale"]["route_to_mqtt"], "A_can0Stale");
}

TEST(ImportDbc, CountsWhatItNoLongerNames) {
  std::string text;
  for (std::size_t i = 0; i < kMostBroken + 7; ++i) text += "hello\n";
  const auto section = import_text(text);
  ASSERT_EQ(section.remarks.size(), kMostBroken + 1);
  EXPECT_EQ(section.remarks.back().what, "7 more statements can't be read");
}

TEST(ImportDbc, ReadsWhatLineEndsAndEncodingsThereAre) {
  const std::string unit = " SG_ S : 7|8@0+ (1,0) [0|0] ";
  const auto unit_of = [](const std::string& text) {
    return packets_of(import_text(text))["M"]["params"]["S"]["units"];
  };
  EXPECT_EQ(unit_of("\xEF\xBB\xBF"
                    "BO_ 1 M: 8 X\n" +
                    unit +
                    "\"\xC2\xB0"
                    "C\" X"),
            "°C")
      << "UTF-8";
  EXPECT_EQ(unit_of("BO_ 1 M: 8 X\r\n" + unit +
                    "\"\xB0"
                    "C\" X\r\n"),
            "°C")
      << "Latin-1";
  EXPECT_EQ(unit_of("BO_ 1 M: 8 X\r" + unit + "\"\xED\xA0\x80\" X\r"), "\u00ED\u00A0\u0080") << "a surrogate";
  EXPECT_EQ(unit_of("BO_ 1 M: 8 X\n" + unit + "\"\xF0\x9F\x94\x8B\" X\n"), "🔋") << "four bytes";
}

}  // namespace
}  // namespace bmsgw::app::dbc
