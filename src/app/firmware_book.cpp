#include "bmsgw/app/firmware_book.hpp"

#include <filesystem>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "bmsgw/core/log.hpp"
#include "bmsgw/payload/firmware_json.hpp"

namespace bmsgw::app {
namespace {

using core::FirmwareProgress;
using State = FirmwareProgress::State;

constexpr std::size_t kMostBytes = 16'384;  // more than any journal has

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostBytes + 1, ' ');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text.size() > kMostBytes ? "" : text;
}

/// False: errno says why.
bool write_file(const std::string& path, const std::string& text, bool sync) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return false;
  bool good = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (good && sync) good = fsync(fd) == 0;
  return close(fd) == 0 && good;
}

/// What became of an upgrade whose gateway is gone.
void conclude(FirmwareProgress& progress) {
  switch (progress.state) {
    case State::waiting:
      progress.state = State::aborted;
      progress.reason = "the gateway stopped before anything was sent; the unit has its old firmware";
      break;
    case State::booting:
    case State::sending:
      progress.state = State::interrupted;
      progress.reason = fmt::format(
          "the gateway stopped in the middle of a firmware upgrade, after frame {} of {}; the unit "
          "stays in its boot loader: upgrade again (g1.upgradeFirmware) with \"reset\":false, and "
          "turn the unit off and on when it is waited for",
          progress.frame, progress.frames);
      break;
    case State::restarting:
      progress.state = State::failed;
      progress.reason =
          "every frame was accepted, but the gateway stopped before the unit had told its version: ask for "
          "it "
          "(g1.getVersion); if the unit doesn't answer, turn it off and on, and else upgrade again with "
          "\"reset\":false";
      break;
    default:
      break;
  }
}

}  // namespace

std::string FirmwareBook::path_of(const std::string& bus) const {
  return (std::filesystem::path(state_dir_) / ("firmware-" + bus + ".json")).string();
}

std::optional<FirmwareProgress> FirmwareBook::restore(const std::string& bus) {
  if (state_dir_.empty()) return std::nullopt;
  auto progress = payload::parse_firmware_progress(content_of(path_of(bus)));
  if (!progress) return std::nullopt;
  progress->bus = bus;
  conclude(*progress);
  return last_[bus] = std::move(*progress);
}

void FirmwareBook::note(const FirmwareProgress& progress) {
  const auto known = last_.find(progress.bus);
  const bool is_step = known == last_.end() || known->second.state != progress.state;
  last_[progress.bus] = progress;
  if (!state_dir_.empty()) write(progress, is_step);
}

void FirmwareBook::write(const FirmwareProgress& progress, bool sync) const {
  const auto path = path_of(progress.bus);
  std::string text;
  payload::format_firmware(progress, text);
  std::error_code error;
  if (write_file(path + ".new", text, sync))
    std::filesystem::rename(path + ".new", path, error);
  else
    error = {errno, std::generic_category()};
  if (error && sync)
    core::log_warning("{} can't be written ({}): after a restart nobody knows of the upgrade of {}", path,
                      error.message(), progress.bus);
}

std::optional<FirmwareProgress> FirmwareBook::progress(const std::string& bus) const {
  const auto known = last_.find(bus);
  return known == last_.end() ? std::nullopt : std::optional(known->second);
}

void FirmwareBook::add_remark(rpc::BusReport& report) const {
  const auto known = last_.find(report.name);
  if (known == last_.end()) return;
  const auto state = known->second.state;
  // A unit that failed to take its firmware may be back: then it says so itself.
  const bool may_lack = state == State::interrupted || (state == State::failed && report.state != "ok");
  if (may_lack) report.detail += (report.detail.empty() ? "" : "; ") + known->second.reason;
}

}  // namespace bmsgw::app
