#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Firmware as the simulated boot loader takes it. What a real unit's frames hold is the vendor's secret,
/// these have a format of their own:
///
///   length    number of the frame    kind         payload          CRC-16/CCITT over what stands between
///   2 bytes   2 bytes, from 0        1 byte       any              2 bytes; all big endian
///
/// Kind 1: a block. Kind 255: the last frame; its payload is the text of the version that it makes.
/// Thread: any.
namespace bmsgw::simulator {

inline constexpr std::size_t kLargestBootFrame = 1024;  ///< bytes behind the length

struct BootFrame {
  std::uint16_t number = 0;
  bool last = false;
  std::string payload;
};

/// With its two length bytes.
[[nodiscard]] std::string encoded(const BootFrame& frame);
/// What stands behind the length bytes; nothing: the CRC is wrong.
[[nodiscard]] std::optional<BootFrame> decoded_boot_frame(std::string_view bytes);

/// A firmware file to make.
struct FirmwareFile {
  std::string path;
  std::string version = "2.1.0";
  std::string hardware = "BMS1";
  std::string serial;         ///< empty: for any unit, the frame is empty
  std::size_t frames = 32;    ///< that are sent, the last one included
  bool empty_frames = false;  ///< some frames of length 0 between them
  std::uint64_t seed = 1;
};

/// Its text: G1 Control Unit Serial Protocol 2.1.0, "Firmware upgrade", p. 43-44.
[[nodiscard]] std::string firmware_text(const FirmwareFile& file);

/// Throws std::system_error: the file can't be written.
void write_firmware(const FirmwareFile& file);

}  // namespace bmsgw::simulator
