#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bmsgw::core {

/// A firmware file of a G1 control unit, checked and cut into frames.
/// G1 Control Unit Serial Protocol 2.1.0, "Firmware upgrade", p. 43-44.
struct FirmwareImage {
  std::string file;    ///< its name, without folder
  std::string sha256;  ///< of the file, hexadecimal
  /// Of the three frames at its head, which are not sent; empty: the frame is empty, any will do.
  std::string hardware;
  std::string version;
  std::string serial;
  /// What is sent, in order: each with its two length bytes. Empty frames are not among them.
  std::vector<std::string> frames;
};

/// How far an upgrade is.
struct FirmwareProgress {
  enum class State : std::uint8_t {
    waiting,      ///< for the '#' of a unit that starts
    booting,      ///< '#' was sent back; waiting for VR1 with "boot"
    sending,      ///< frames
    restarting,   ///< all are accepted; waiting for the unit to start with its new firmware
    done,         ///< it has
    failed,       ///< see reason; what state the unit is in, too
    aborted,      ///< on purpose, before the first frame: the unit has its old firmware
    interrupted,  ///< the gateway stopped in the middle: the unit is in its boot loader
  };
  State state = State::waiting;
  std::string bus;
  std::string file;
  std::string version;         ///< of the file
  std::uint32_t frame = 0;     ///< that were accepted
  std::uint32_t frames = 0;    ///< of the file
  std::uint32_t repeated = 0;  ///< frames that were sent again
  std::string reason{};

  bool operator==(const FirmwareProgress&) const = default;
};
/// waiting, booting, ...
[[nodiscard]] std::string_view to_string(FirmwareProgress::State state);

}  // namespace bmsgw::core
