#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace bmsgw::test {

/// A serial port that passes everything on to another one and back, and keeps what it was given. It has a
/// thread of its own and stops with the object. Thread: any.
class PtyTap {
 public:
  /// `other`: the port that is tapped; it has to be there. Whatever cannot be done throws.
  explicit PtyTap(const std::string& other);
  ~PtyTap();
  PtyTap(const PtyTap&) = delete;
  PtyTap& operator=(const PtyTap&) = delete;

  /// The port to open in place of the other.
  [[nodiscard]] const std::string& device() const { return device_; }
  /// What was written to it, line by line: sentences with their CRC.
  [[nodiscard]] std::vector<std::string> lines() const;
  /// Those that begin so.
  [[nodiscard]] std::vector<std::string> lines(const std::string& beginning) const;

 private:
  void run();
  bool carry(int from, int to, bool keep);

  std::string device_;
  int master_ = -1;
  int slave_ = -1;  ///< kept open, so that the port outlives those who use it
  int other_ = -1;
  int stop_ = -1;
  mutable std::mutex mutex_;
  std::string kept_;
  std::thread thread_;
};

}  // namespace bmsgw::test
