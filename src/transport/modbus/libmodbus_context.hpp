#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <system_error>

namespace bmsgw::transport {

/// A context of libmodbus, as of 3.1.6: it sets ports up, frames, sends and receives; its judgement of
/// answers is not relied on, since it takes wrong ones. It waits by select(): a descriptor of 1024 or more
/// ends the process. Thread: worker (a context isn't thread safe).
class LibmodbusContext {
 public:
  enum class Kind : std::uint8_t {
    frame,      ///< whole by its own length; RTU: with a right CRC
    foreign,    ///< RTU: another unit's; its CRC was not looked at
    malformed,  ///< RTU: the CRC is wrong; or it says that it is longer than a frame can be
    torn,       ///< it ends too early
    lost,       ///< `error` says why
  };
  struct Received {
    Kind kind = Kind::torn;
    std::size_t size = 0;  ///< of a frame
    std::error_code error;
  };

  static constexpr std::size_t kMostBytes = 260;
  using Buffer = std::span<std::uint8_t, kMostBytes>;

  /// A serial line of 8 data bits; `parity` N, E or O; a speed that has_speed() knows.
  static LibmodbusContext serial(const std::string& device, std::uint32_t speed, char parity, int stop_bits);
  static LibmodbusContext tcp();
  LibmodbusContext();  ///< none: it is never connected
  ~LibmodbusContext();
  LibmodbusContext(LibmodbusContext&& other) noexcept;
  LibmodbusContext& operator=(LibmodbusContext&& other) noexcept;  ///< closes what it had
  LibmodbusContext(const LibmodbusContext&) = delete;
  LibmodbusContext& operator=(const LibmodbusContext&) = delete;

  /// libmodbus takes 9600 bit/s, silently, for a speed that it doesn't know.
  [[nodiscard]] static bool has_speed(std::uint32_t speed);

  /// Opens and sets up the serial port.
  [[nodiscard]] std::error_code connect();
  /// From now on it is this one's, who closes it; what it had before is forgotten.
  void take_descriptor(int fd);
  [[nodiscard]] int descriptor() const;
  /// Frees it, too.
  void close();

  /// RTU: whose frames are not `foreign`; 0-247.
  void expect_unit(std::uint8_t unit);
  /// RTU: unit and PDU; the CRC is added.
  [[nodiscard]] std::error_code send(std::span<const std::uint8_t> request);
  /// Blocks until a frame is there, at most for `within` in all.
  [[nodiscard]] Received receive(Buffer into, std::chrono::microseconds within);
  /// Discards what has come.
  void flush();

 private:
  struct Handle;
  explicit LibmodbusContext(std::unique_ptr<Handle> handle);

  std::unique_ptr<Handle> handle_;
};

}  // namespace bmsgw::transport
