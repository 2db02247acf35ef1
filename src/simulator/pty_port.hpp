#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace bmsgw::simulator {

/// The master of a pseudo terminal in raw mode, with a symbolic link to its other end. Throws
/// std::system_error or std::runtime_error when it cannot be made. The link goes with the object.
/// Thread: loop.
class PtyPort {
 public:
  explicit PtyPort(std::filesystem::path link);
  ~PtyPort();
  PtyPort(const PtyPort&) = delete;
  PtyPort& operator=(const PtyPort&) = delete;

  [[nodiscard]] int descriptor() const { return master_; }
  [[nodiscard]] const std::string& slave() const { return slave_; }
  /// Whether some program has the other end open.
  [[nodiscard]] bool peer_open() const;

  /// Never block. The number of bytes; would_block: later; another error: the other end is closed.
  std::size_t read(std::span<char> into, std::error_code& error) const;
  std::size_t write(std::string_view bytes, std::error_code& error) const;

 private:
  void open_master();
  void make_link() const;

  std::filesystem::path link_;
  int master_ = -1;
  std::string slave_;
};

}  // namespace bmsgw::simulator
