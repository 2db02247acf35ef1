#pragma once

#include <span>
#include <string>
#include <system_error>

#include "bmsgw/core/time.hpp"

namespace bmsgw::transport {

/// What happens on a line. Thread: loop.
class LinkEvents {
 public:
  virtual ~LinkEvents() = default;
  virtual void on_opened(core::Stamp now) = 0;
  virtual void on_bytes(std::span<const char> bytes, core::Stamp now) = 0;
  /// The line can't be opened or is lost; the link tries again by itself. no_such_file_or_directory: there is
  /// none.
  virtual void on_down(std::error_code error, core::Stamp now) = 0;
};

/// A line that carries bytes, reopened with back-off for as long as it lives.
/// Thread: loop.
class ByteLink {
 public:
  virtual ~ByteLink() = default;
  virtual void start(LinkEvents& events) = 0;
  /// Closes for good; no event follows.
  virtual void stop() = 0;
  /// Queues bytes. False: the line is down or its queue full, and nothing was queued.
  virtual bool write(const std::string& bytes) = 0;
};

}  // namespace bmsgw::transport
