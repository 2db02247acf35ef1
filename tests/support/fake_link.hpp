#pragma once

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "bmsgw/transport/byte_link.hpp"

namespace bmsgw::test {

/// A line whose other end is the test.
class FakeLink final : public transport::ByteLink {
 public:
  void start(transport::LinkEvents& events) override { events_ = &events; }
  void stop() override { events_ = nullptr; }
  bool write(const std::string& bytes) override {
    written.push_back(bytes);
    return true;
  }

  void open(core::Stamp now) { events_->on_opened(now); }
  void bytes(std::string_view text, core::Stamp now) { events_->on_bytes({text.data(), text.size()}, now); }
  void down(std::errc error, core::Stamp now) { events_->on_down(std::make_error_code(error), now); }
  [[nodiscard]] bool started() const { return events_ != nullptr; }

  /// What was written since the last call.
  std::vector<std::string> take() { return std::exchange(written, {}); }

  std::vector<std::string> written;

 private:
  transport::LinkEvents* events_ = nullptr;
};

}  // namespace bmsgw::test
