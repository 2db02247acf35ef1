// Bytes to sentences. The input: a line of which each character says how long the next piece is (and the
// first one also how long a line may be), then the bytes. However they are cut, the sentences are the same.
#include <algorithm>
#include <string>
#include <vector>

#include "bmsgw/codec/g1/crc8.hpp"
#include "bmsgw/codec/g1/framer.hpp"

#include "fuzz_support.hpp"

namespace {

using bmsgw::codec::g1::Frame;
using bmsgw::codec::g1::Framer;
using bmsgw::codec::g1::FramerCounters;
using bmsgw::fuzz::require;

constexpr bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

void check_sentence(std::string_view text, std::size_t max_line) {
  require(text.size() >= 4 && text.size() <= max_line,
          "a sentence is neither shorter than a CRC nor too long");
  require(std::ranges::all_of(text, is_printable), "a sentence is printable");
  require(text[text.size() - 3] == ',', "a comma stands before the CRC");
  const auto crc = bmsgw::codec::g1::crc8(text.substr(0, text.size() - 2));
  require(std::stoul(std::string(text.substr(text.size() - 2)), nullptr, 16) == crc, "the CRC is right");
}

/// What one framer makes of a stream.
class Listener {
 public:
  explicit Listener(std::size_t max_line) : max_line_(max_line), framer_(max_line) {}

  void feed(std::string_view piece) {
    framer_.feed({piece.data(), piece.size()});
    while (const auto frame = framer_.next()) {
      if (frame->kind == Frame::Kind::sentence) check_sentence(frame->text, max_line_);
      heard_.emplace_back(frame->text);
    }
  }
  [[nodiscard]] const std::vector<std::string>& heard() const { return heard_; }
  [[nodiscard]] const FramerCounters& counters() const { return framer_.counters(); }

 private:
  std::size_t max_line_;
  Framer framer_;
  std::vector<std::string> heard_;
};

bool same(const FramerCounters& a, const FramerCounters& b) {
  return a.sentences == b.sentences && a.bad_crc == b.bad_crc && a.overlong == b.overlong &&
         a.non_ascii == b.non_ascii && a.malformed == b.malformed && a.restarts == b.restarts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto bytes = bmsgw::fuzz::text_of(data, size);
  const auto cuts = bmsgw::fuzz::take_until(bytes, '\n');
  const std::size_t max_line =
      cuts.empty() ? Framer::kDefaultMaxLine : 1 + static_cast<unsigned char>(cuts[0]);

  Listener whole(max_line);
  whole.feed(bytes);
  Listener cut(max_line);
  for (std::size_t i = 0; !bytes.empty(); ++i) {
    const std::size_t length = cuts.empty() ? 1 : static_cast<unsigned char>(cuts[i % cuts.size()]) % 32U;
    const auto piece = bytes.substr(0, std::max(length, i % 2));
    cut.feed(std::string(piece));
    bytes.remove_prefix(piece.size());
  }
  require(whole.heard() == cut.heard(), "however the bytes are cut, the frames are the same");
  require(same(whole.counters(), cut.counters()), "however the bytes are cut, the counters are the same");
  require(whole.heard().size() == whole.counters().sentences + whole.counters().restarts,
          "each frame is counted");
  return 0;
}
