#include "simulator/firmware_cli.hpp"

#include <limits>

#include "simulator/cli_checks.hpp"

namespace bmsgw::simulator {
namespace {

constexpr std::size_t kMostFrames = 65'000;

constexpr auto kFooter =
    "A file that the boot loader of `bms-simulator g1` takes, in the form of the vendor's files: three "
    "frames at\n"
    "its head (hardware, version, serial number), then those that are sent. What is in them no real unit "
    "takes.\n"
    "Example:\n"
    "  bms-simulator g1-firmware --frames 200 --version 2.2.0 --out new.txt";

CLI::Validator short_text(std::size_t longest) {
  const auto check = [longest](const std::string& text) {
    const bool right = text.size() <= longest && text.find_first_of(", \r\n") == std::string::npos;
    return right ? std::string{}
                 : fmt::format("'{}' is longer than {} or has a comma or blank", text, longest);
  };
  return {check, "TEXT"};
}

}  // namespace

void add_firmware_options(CLI::App& app, FirmwareFile& file) {
  constexpr std::size_t kLongest = 32;
  app.add_option("--out", file.path, "File to write")->type_name("PATH")->required();
  app.add_option("--frames", file.frames, "Frames that are sent")
      ->check(in_range(std::size_t{1}, kMostFrames, "NUMBER"))
      ->capture_default_str();
  app.add_option("--version", file.version, "The version that the unit then has")
      ->check(short_text(kLongest))
      ->capture_default_str();
  app.add_option("--hardware", file.hardware, "The hardware that it is for")
      ->check(short_text(kLongest))
      ->capture_default_str();
  app.add_option("--serial", file.serial, "The serial number that it is for, eight digits; else for any")
      ->check(short_text(kLongest));
  app.add_flag("--empty", file.empty_frames, "Some frames of length 0 before others");
  app.add_option("--seed", file.seed, "The same seed gives the same file")
      ->check(in_range(std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max(), "NUMBER"))
      ->capture_default_str();
  app.footer(kFooter);
}

}  // namespace bmsgw::simulator
