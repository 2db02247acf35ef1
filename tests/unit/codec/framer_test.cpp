#include "bmsgw/codec/g1/framer.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/codec/g1/sentence.hpp"

namespace bmsgw::codec::g1 {
namespace {

const std::string kBv1 = "BV1,0050,4A,94,80,335B,,D3";
const std::string kVr1 = "VR1,?,D7";
const std::string kBc1 = "BC1,000456F0,00057E40,1EDC,3C";

void take(Framer& framer, std::string_view bytes, std::vector<std::string>& frames) {
  framer.feed({bytes.data(), bytes.size()});
  while (const auto frame = framer.next()) {
    frames.push_back(frame->kind == Frame::Kind::restart ? "restart" : std::string(frame->text));
  }
}

using Frames = std::vector<std::string>;

std::string counters_text(const FramerCounters& c) {
  return "sentences " + std::to_string(c.sentences) + " bad_crc " + std::to_string(c.bad_crc) + " overlong " +
         std::to_string(c.overlong) + " non_ascii " + std::to_string(c.non_ascii) + " malformed " +
         std::to_string(c.malformed) + " restarts " + std::to_string(c.restarts);
}

struct Row {
  const char* name;
  std::string bytes;
  Frames expected;
  FramerCounters counters;
};

/// A sentence of `size` characters with a right CRC.
std::string sentence_of(std::size_t size) {
  return encode_sentence("X", std::string(size - 5, '0'));
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"line ends: CR", kBv1 + "\r" + kVr1 + "\r", {kBv1, kVr1}, {2, 0, 0, 0, 0, 0}},
      {"line ends: LF", kBv1 + "\n" + kVr1 + "\n", {kBv1, kVr1}, {2, 0, 0, 0, 0, 0}},
      {"line ends: CR LF and a leading one",
       "\r\n" + kBv1 + "\r\n" + kVr1 + "\r\n",
       {kBv1, kVr1},
       {2, 0, 0, 0, 0, 0}},
      {"many empty lines", "\n\r\n\r\r\n" + kBv1 + "\n\n\n", {kBv1}, {1, 0, 0, 0, 0, 0}},
      {"no line end yet", kBv1, {}, {}},
      {"one wrong character", "BV1,0050,4B,94,80,335B,,D3\r\n" + kVr1 + "\n", {kVr1}, {1, 1, 0, 0, 0, 0}},
      {"wrong CRC", "BV1,0050,4A,94,80,335B,,D4\n", {}, {0, 1, 0, 0, 0, 0}},
      {"CRC in lower case", "BV1,0050,4A,94,80,335B,,d3\n", {}, {0, 0, 0, 0, 1, 0}},
      {"CRC is no number", "BV1,0050,4A,94,80,335B,,G3\n", {}, {0, 0, 0, 0, 1, 0}},
      {"no comma", "hello world\n", {}, {0, 0, 0, 0, 1, 0}},
      {"shorter than any sentence", "A,3\n,D3\n1\n", {}, {0, 0, 0, 0, 3, 0}},
      {"cut at its start", "0,4A,94,80,335B,,D3\n" + kBc1 + "\n", {kBc1}, {1, 1, 0, 0, 0, 0}},
      {"two run together", kBv1 + kVr1 + "\n" + kBc1 + "\n", {kBc1}, {1, 1, 0, 0, 0, 0}},
      {"a byte beyond ASCII", "BV1,00\xFF,D3\n" + kVr1 + "\n", {kVr1}, {1, 0, 0, 1, 0, 0}},
      {"NUL, DEL and TAB", std::string("A\0,00\nA\x7F,00\nA\t,00\n", 18), {}, {0, 0, 0, 3, 0, 0}},
      {"binary noise without a line end, then a sentence",
       "\x01\x80\xFE\r" + kVr1 + "\r",
       {kVr1},
       {1, 0, 0, 1, 0, 0}},
      {"'#' on a line of its own", "#\r\n" + kVr1 + "\n", {"restart", kVr1}, {1, 0, 0, 0, 0, 1}},
      {"'#' before a sentence", "#" + kVr1 + "\n", {"restart", kVr1}, {1, 0, 0, 0, 0, 1}},
      {"'##' before a sentence", "##" + kVr1 + "\n", {"restart", kVr1}, {1, 0, 0, 0, 0, 1}},
      {"'#' after half a sentence", "BV1,0050,4#" + kVr1 + "\n", {"restart", kVr1}, {1, 0, 0, 0, 0, 1}},
      {"'#' before a wrong sentence is noise", "#VR1,?,D8\n", {}, {0, 0, 0, 0, 1, 0}},
      {"'#' in noise", "x#y\nz#\n#z\n", {}, {0, 0, 0, 0, 3, 0}},
      {"'#' in binary noise", "#\x80\n", {}, {0, 0, 0, 1, 0, 0}},
      {"line of 40, the longest", sentence_of(40) + "\n", {sentence_of(40)}, {1, 0, 0, 0, 0, 0}},
      {"line of 41", sentence_of(41) + "\n" + kVr1 + "\n", {kVr1}, {1, 0, 1, 0, 0, 0}},
      {"line of 90, counted once", sentence_of(90) + "\r\n" + kVr1 + "\n", {kVr1}, {1, 0, 1, 0, 0, 0}},
      {"overlong and not ASCII: overlong",
       std::string(41, '\x80') + "\n" + kVr1 + "\n",
       {kVr1},
       {1, 0, 1, 0, 0, 0}},
      {"two overlong lines",
       std::string(50, 'x') + "\n" + std::string(60, 'x') + "\n",
       {},
       {0, 0, 2, 0, 0, 0}},
  };
  return kRows;
}

constexpr std::size_t kMaxLine = 40;

TEST(Framer, FindsTheSentencesOfAStream) {
  for (const auto& row : rows()) {
    SCOPED_TRACE(row.name);
    Framer framer(kMaxLine);
    Frames frames;
    take(framer, row.bytes, frames);
    EXPECT_EQ(frames, row.expected);
    EXPECT_EQ(counters_text(framer.counters()), counters_text(row.counters));
  }
}

TEST(Framer, FindsTheSameInEverySplitInThree) {
  for (const auto& row : rows()) {
    const std::string_view bytes = row.bytes;
    for (std::size_t i = 0; i <= bytes.size(); ++i) {
      for (std::size_t j = i; j <= bytes.size(); ++j) {
        Framer framer(kMaxLine);
        Frames frames;
        take(framer, bytes.substr(0, i), frames);
        take(framer, bytes.substr(i, j - i), frames);
        take(framer, bytes.substr(j), frames);
        ASSERT_EQ(frames, row.expected) << row.name << ", split at " << i << " and " << j;
        ASSERT_EQ(counters_text(framer.counters()), counters_text(row.counters))
            << row.name << ", " << i << ", " << j;
      }
    }
  }
}

TEST(Framer, FindsTheSameByteByByte) {
  for (const auto& row : rows()) {
    SCOPED_TRACE(row.name);
    Framer framer(kMaxLine);
    Frames frames;
    for (const char byte : row.bytes) take(framer, {&byte, 1}, frames);
    EXPECT_EQ(frames, row.expected);
    EXPECT_EQ(counters_text(framer.counters()), counters_text(row.counters));
  }
}

/// All rows one after the other: nothing of one line spoils the next. Rows without a last line end are left
/// out.
TEST(Framer, FindsTheSameInOneLongStreamOfChunks) {
  std::string stream;
  Frames expected;
  for (const auto& row : rows()) {
    if (row.bytes.back() != '\r' && row.bytes.back() != '\n') continue;
    stream += row.bytes;
    expected.insert(expected.end(), row.expected.begin(), row.expected.end());
  }
  for (std::size_t size = 1; size <= 128; ++size) {
    Framer framer(kMaxLine);
    Frames frames;
    for (std::size_t at = 0; at < stream.size(); at += size)
      take(framer, std::string_view(stream).substr(at, size), frames);
    ASSERT_EQ(frames, expected) << "chunks of " << size;
  }
}

TEST(Framer, TakesTheDefaultLongestLineAndNotOneMore) {
  Framer framer;
  Frames frames;
  take(framer, sentence_of(Framer::kDefaultMaxLine) + "\n" + sentence_of(Framer::kDefaultMaxLine + 1) + "\n",
       frames);
  EXPECT_EQ(frames, Frames{sentence_of(Framer::kDefaultMaxLine)});
  EXPECT_EQ(framer.counters().overlong, 1U);
}

TEST(Framer, CountsALineWithoutEndOnceAndFindsTheNext) {
  Framer framer;
  Frames frames;
  const std::string noise(10'000, 'x');
  for (int i = 0; i < 1000; ++i) take(framer, noise, frames);
  EXPECT_EQ(framer.counters().overlong, 1U);
  take(framer, "\n" + kBv1 + "\n", frames);
  EXPECT_EQ(frames, Frames{kBv1});
}

TEST(Framer, ForgetsAHalfLineOnReset) {
  Framer framer(kMaxLine);
  Frames frames;
  const std::vector<std::string> halves{"BV1,0050", std::string(100, 'x'), "\x80"};
  for (const auto& half : halves) {
    take(framer, half, frames);
    framer.reset();
    take(framer, kVr1 + "\n", frames);
  }
  EXPECT_EQ(frames, (Frames{kVr1, kVr1, kVr1}));
}

}  // namespace
}  // namespace bmsgw::codec::g1
