#include "bmsgw/app/firmware_book.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temp_dir.hpp"

namespace bmsgw::app {
namespace {

using core::FirmwareProgress;
using State = FirmwareProgress::State;

FirmwareProgress progress(State state, std::uint32_t frame = 2, const std::string& reason = "") {
  return {state, "serial0", "unit.txt", "2.1.0", frame, 10, 1, reason};
}

struct RestartCase {
  State before;
  State after;
  const char* reason;
};

TEST(FirmwareBook, AnUpgradeUnderWayIsOverAfterARestart) {
  const std::vector<RestartCase> cases{
      {State::waiting, State::aborted, "old firmware"},
      {State::booting, State::interrupted, "boot loader"},
      {State::sending, State::interrupted, "frame 2 of 10"},
      {State::restarting, State::failed, "g1.getVersion"},
      {State::done, State::done, "as it was"},
      {State::failed, State::failed, "as it was"},
      {State::aborted, State::aborted, "as it was"},
      {State::interrupted, State::interrupted, "as it was"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(to_string(c.before));
    const test::TempDir dir;
    FirmwareBook(dir.path()).note(progress(c.before, 2, "as it was"));
    FirmwareBook book(dir.path());
    EXPECT_FALSE(book.progress("serial0").has_value());
    const auto restored = book.restore("serial0");
    ASSERT_TRUE(restored.has_value());
    EXPECT_EQ(restored->state, c.after);
    EXPECT_EQ(restored->bus, "serial0");
    EXPECT_EQ(restored->file, "unit.txt");
    EXPECT_NE(restored->reason.find(c.reason), std::string::npos) << restored->reason;
    EXPECT_EQ(book.progress("serial0"), restored);
  }
}

TEST(FirmwareBook, WithoutAFileThereWasNone) {
  const test::TempDir dir;
  FirmwareBook book(dir.path());
  EXPECT_FALSE(book.restore("serial0").has_value());
  std::ofstream(dir / "firmware-serial0.json") << "{\"state\":";
  EXPECT_FALSE(book.restore("serial0").has_value());
  std::ofstream(dir / "firmware-serial0.json") << std::string(100'000, ' ');
  EXPECT_FALSE(book.restore("serial0").has_value());
}

TEST(FirmwareBook, AStateDirectoryThatIsGoneIsNoHarm) {
  FirmwareBook book("/nonexistent/state");
  book.note(progress(State::sending));
  EXPECT_EQ(book.progress("serial0")->frame, 2U);
}

std::string detail_of(const FirmwareBook& book, const std::string& state) {
  rpc::BusReport report;
  report.name = "serial0";
  report.state = state;
  report.detail = "nothing heard";
  book.add_remark(report);
  return report.detail;
}

TEST(FirmwareBook, TheBusSaysThatItsUnitMayLackAFirmware) {
  FirmwareBook book("");
  book.note(progress(State::interrupted, 2, "half"));
  EXPECT_EQ(detail_of(book, "ok"), "nothing heard; half");
  book.note(progress(State::failed, 2, "half"));
  EXPECT_EQ(detail_of(book, "silent"), "nothing heard; half");
  EXPECT_EQ(detail_of(book, "ok"), "nothing heard");
  book.note(progress(State::done, 10, "remark"));
  EXPECT_EQ(detail_of(book, "silent"), "nothing heard");
}

class FirmwareFolderTest : public testing::Test {
 protected:
  FirmwareFolderTest() { std::filesystem::create_directory(dir_ / "g1-firmware"); }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / ("g1-firmware/" + name)) << text;
  }
  rpc::Refusal refusal_of(const std::string& name) {
    const auto found = read_firmware(dir_.path(), name);
    const auto* const refusal = std::get_if<rpc::Refusal>(&found);
    return refusal == nullptr ? rpc::Refusal{"none", ""} : *refusal;
  }

  test::TempDir dir_;
};

TEST_F(FirmwareFolderTest, AFileIsReadByItsName) {
  write("unit 2.1.0.txt", "0000 0000 0000 0001AA");
  const auto found = read_firmware(dir_.path(), "unit 2.1.0.txt");
  ASSERT_EQ(found.index(), 0U);
  const auto& image = *std::get<0>(found);
  EXPECT_EQ(image.file, "unit 2.1.0.txt");
  EXPECT_EQ(image.frames.size(), 1U);
  // printf '0000 0000 0000 0001AA' | sha256sum
  EXPECT_EQ(image.sha256, "8659909aa805f47259e246782502ca2043a61db963a22142d3dcb62841959c84");
}

TEST_F(FirmwareFolderTest, NoPathLeadsOutOfTheFolder) {
  std::ofstream(dir_ / "secret") << "0000 0000 0000 0001AA";
  std::filesystem::create_symlink(dir_ / "secret", dir_ / "g1-firmware/link");
  for (const char* name : {"../secret", "/etc/passwd", ".", "..", "", ".hidden", "a/b", "a\\b", "a\nb"})
    EXPECT_EQ(refusal_of(name).code, "bad_params") << name;
  EXPECT_EQ(refusal_of(std::string("a\0b", 3)).code, "bad_params");
  EXPECT_EQ(refusal_of("link").code, "failed");
}

TEST_F(FirmwareFolderTest, WhatIsNoFirmwareIsRefusedWithTheFolder) {
  write("good.txt", "0000 0000 0000 0001AA");
  write("bad.txt", "0000 00");
  std::filesystem::create_directory(dir_ / "g1-firmware/folder");
  ASSERT_EQ(mkfifo((dir_ / "g1-firmware/pipe").c_str(), 0600), 0);
  EXPECT_NE(refusal_of("none.txt").reason.find("g1-firmware; there are: bad.txt, good.txt"),
            std::string::npos)
      << refusal_of("none.txt").reason;
  EXPECT_NE(refusal_of("bad.txt").reason.find("no firmware file: frame 2"), std::string::npos);
  EXPECT_NE(refusal_of("folder").reason.find("no plain file"), std::string::npos);
  EXPECT_NE(refusal_of("pipe").reason.find("no plain file"), std::string::npos);  // and nothing waits for it
}

}  // namespace
}  // namespace bmsgw::app
