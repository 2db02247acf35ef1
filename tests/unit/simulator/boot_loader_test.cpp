#include "simulator/boot_loader.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "bmsgw/codec/g1/field_codec.hpp"

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using namespace std::chrono_literals;

const std::string kTaken = "\x11";
const std::string kWrong = "\x22";

/// The frames of a firmware file's text, with their length bytes.
std::vector<std::string> frames_of(const std::string& text) {
  std::string bytes;
  std::istringstream lines(text);
  for (std::string line; lines >> line;) {
    for (std::size_t i = 0; i < line.size(); i += 2)
      bytes += static_cast<char>(codec::g1::parse_hex(line.substr(i, 2)).value());
  }
  std::vector<std::string> frames;
  for (std::size_t at = 0; at < bytes.size(); at += frames.back().size()) {
    const auto length =
        static_cast<unsigned char>(bytes.at(at)) * 256U + static_cast<unsigned char>(bytes.at(at + 1));
    frames.push_back(bytes.substr(at, 2 + length));
  }
  return frames;
}

/// Those that are sent.
std::vector<std::string> frames_to_send(std::size_t count, std::uint64_t seed = 1) {
  auto frames =
      frames_of(firmware_text({.path = {}, .version = "9.9", .serial = {}, .frames = count, .seed = seed}));
  frames.erase(frames.begin(), frames.begin() + 3);
  return frames;
}

/// What an upgrading device does: each frame until it is taken, twice a second when there is no answer.
struct Sender {
  std::vector<std::string> frames;
  Elapsed now{0};
  std::size_t at = 0;
  int repeated = 0;

  template <typename Loader>
  bool run(Loader&& exchange) {
    while (at < frames.size() && repeated < 1000) {
      std::string answer = exchange(frames[at], now);
      for (int wait = 0; answer.empty() && wait < 200; ++wait) answer = exchange("", now += 10ms);
      if (answer == kTaken) {
        ++at;
      } else {
        ++repeated;
      }
    }
    return at == frames.size();
  }
};

TEST(BootFrames, TheFileHasTheDocumentedForm) {
  const FirmwareFile file{
      .path = {}, .version = "2.1.0", .hardware = "BMS1", .serial = "00000382", .frames = 3};
  const auto text = firmware_text(file);
  EXPECT_EQ(text.find_first_not_of("0123456789ABCDEF\n"), std::string::npos);
  EXPECT_EQ(text.substr(0, 12), "0004424D5331");
  const auto frames = frames_of(text);
  ASSERT_EQ(frames.size(), 6U);
  EXPECT_EQ(frames[1], std::string("\0\5", 2) + "2.1.0");
  EXPECT_EQ(frames[2], std::string("\0\x08", 2) + "00000382");
  EXPECT_EQ(frames_of(firmware_text({.path = {}, .serial = {}, .frames = 1}))[2], std::string("\0\0", 2));
  EXPECT_EQ(text, firmware_text(file));
}

TEST(BootFrames, SomeAreEmptyOnRequest) {
  const auto count = [](bool empty) {
    const auto frames =
        frames_of(firmware_text({.path = {}, .serial = "1", .frames = 60, .empty_frames = empty}));
    return std::ranges::count(frames, std::string("\0\0", 2));
  };
  EXPECT_EQ(count(false), 0);
  EXPECT_GT(count(true), 5);
}

TEST(BootFrames, EveryBitIsCovered) {
  const auto frame = encoded({.number = 7, .last = false, .payload = "payload"}).substr(2);
  ASSERT_TRUE(decoded_boot_frame(frame));
  EXPECT_EQ(decoded_boot_frame(frame)->number, 7);
  EXPECT_EQ(decoded_boot_frame(frame)->payload, "payload");
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    auto spoilt = frame;
    spoilt[bit / 8] = static_cast<char>(spoilt[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(decoded_boot_frame(spoilt)) << bit;
  }
  EXPECT_FALSE(decoded_boot_frame(""));
  EXPECT_FALSE(decoded_boot_frame("1234"));
}

TEST(BootLoader, TakesRightFramesAtOnceAndFinishes) {
  BootLoader loader(BootFaults{});
  loader.start();
  const auto frames = frames_to_send(5);
  for (const auto& frame : frames) {
    EXPECT_FALSE(loader.finished());
    EXPECT_EQ(loader.on_bytes(frame, 0_s), kTaken);
    EXPECT_EQ(loader.half_done(), &frame != &frames.back());
  }
  EXPECT_EQ(loader.finished(), "9.9");
}

TEST(BootLoader, TakesBytesInAnySplit) {
  BootLoader loader(BootFaults{});
  loader.start();
  const auto frames = frames_to_send(2);
  std::string answers;
  for (const char byte : frames[0]) answers += loader.on_bytes(std::span(&byte, 1), 0_s);
  EXPECT_EQ(answers, kTaken);
}

TEST(BootLoader, AWrongFrameIsRefusedWhenTheLineIsQuiet) {
  BootLoader loader(BootFaults{});
  loader.start();
  const auto frames = frames_to_send(2);
  auto spoilt = frames[0];
  spoilt.back() = static_cast<char>(spoilt.back() ^ 1);
  EXPECT_EQ(loader.on_bytes(spoilt + "left over", 0_s), "");
  EXPECT_EQ(loader.on_bytes(std::string("more"), 10ms), "");
  EXPECT_EQ(loader.next_wake(), 30ms);
  EXPECT_EQ(loader.on_bytes(std::string("looked at late"), 35ms), "");
  EXPECT_EQ(loader.on_time(54ms), "");
  EXPECT_EQ(loader.on_time(55ms), kWrong);
  EXPECT_EQ(loader.next_wake(), kNotDue);
  EXPECT_EQ(loader.on_bytes(frames[0], 56ms), kTaken);
}

TEST(BootLoader, TheLastFrameIsTakenTwiceOneOutOfTurnNever) {
  BootLoader loader(BootFaults{});
  loader.start();
  const auto frames = frames_to_send(4);
  EXPECT_EQ(loader.on_bytes(frames[1], 0_s), kWrong);
  EXPECT_FALSE(loader.half_done());
  EXPECT_EQ(loader.on_bytes(frames[0], 0_s), kTaken);
  EXPECT_EQ(loader.on_bytes(frames[0], 0_s), kTaken);
  EXPECT_EQ(loader.on_bytes(frames[2], 0_s), kWrong);
  EXPECT_EQ(loader.on_bytes(frames[1], 0_s), kTaken);
  EXPECT_EQ(loader.on_bytes(frames[0], 0_s), kWrong);
}

TEST(BootLoader, AnImpossibleLengthAndAnEmptyFrameAreRefused) {
  for (const auto& head : {std::string("\x04\x01", 2), std::string("\xFF\xFF", 2), std::string("\0\0", 2)}) {
    BootLoader loader(BootFaults{});
    loader.start();
    EXPECT_EQ(loader.on_bytes(head + std::string(50, 'x'), 0_s), "");
    EXPECT_EQ(loader.on_time(20ms), kWrong);
    EXPECT_EQ(loader.on_bytes(frames_to_send(2)[0], 21ms), kTaken);
  }
}

TEST(BootLoader, HalfAFrameIsWaitedForAsLongAsItsPatience) {
  const auto frame = frames_to_send(2)[0];
  const auto half = frame.substr(0, frame.size() / 2);
  BootLoader patient(BootFaults{.patience = Elapsed{0}});
  patient.start();
  EXPECT_EQ(patient.on_bytes(half, 0_s), "");
  EXPECT_EQ(patient.next_wake(), kNotDue);
  EXPECT_EQ(patient.on_bytes(frame.substr(half.size()), 3600_s), kTaken);
  BootLoader hasty(BootFaults{});
  hasty.start();
  EXPECT_EQ(hasty.on_bytes(half, 0_s), "");
  EXPECT_EQ(hasty.next_wake(), 1_s);
  EXPECT_EQ(hasty.on_time(1_s), kWrong);
  EXPECT_EQ(hasty.on_bytes(frame, 1_s), kTaken);
}

TEST(BootLoader, CallsSoManyRightFramesWrong) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    BootLoader loader(BootFaults{.crc_errors = 7, .seed = seed});
    loader.start();
    Sender sender{.frames = frames_to_send(60)};
    EXPECT_TRUE(
        sender.run([&loader](const std::string& bytes, Elapsed now) { return loader.on_bytes(bytes, now); }));
    EXPECT_EQ(sender.repeated, 7);
    EXPECT_EQ(sender.now, 0_s);  // at once
    EXPECT_EQ(loader.finished(), "9.9");
  }
}

TEST(BootLoader, LosesAByteOfEverySoManyThFrameTheSameWithTheSameSeed) {
  const auto run = [](std::uint64_t seed) {
    BootLoader loader(BootFaults{.lose_every = 5, .seed = seed});
    loader.start();
    Sender sender{.frames = frames_to_send(40)};
    EXPECT_TRUE(
        sender.run([&loader](const std::string& bytes, Elapsed now) { return loader.on_bytes(bytes, now); }));
    EXPECT_GE(sender.repeated, 8);
    EXPECT_LE(sender.repeated, 11);
    EXPECT_EQ(loader.finished(), "9.9");
    return sender.now;
  };
  EXPECT_EQ(run(1), run(1));
  for (std::uint64_t seed = 2; seed < 30; ++seed) (void)run(seed);
}

TEST(BootLoader, NoiseNeverFinishesNorCrashesIt) {
  Random random(4);
  BootLoader loader(BootFaults{});
  loader.start();
  Elapsed now{0};
  for (int turn = 0; turn < 20'000; ++turn) {
    std::string bytes(random.below(200), '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random.byte() & (turn % 2 == 0 ? 0x03 : 0xFF));
    now += std::chrono::milliseconds(random.below(60));
    EXPECT_EQ(loader.on_bytes(bytes, now).find(kTaken), std::string::npos);
  }
  EXPECT_FALSE(loader.half_done());
}

}  // namespace
}  // namespace bmsgw::simulator
