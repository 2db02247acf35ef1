#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "task.hpp"

namespace bmsgw::rpc {

/// Clears a G1 unit, and proves it: statistic 07 counts master clears, is the only one that they don't clear,
/// and has to be higher afterwards. G1 Control Unit Serial Protocol 2.1.0, "Master Clear", p. 43. A unit that
/// doesn't tell it and has restarted as it should is believed, and the answer says so: it may be one that
/// tells nothing before its password is cleared. Thread: loop.
class MasterClearTask final : public Task {
 public:
  /// A unit that starts isn't there at once; each read takes two seconds.
  static constexpr int kReadsAfter = 5;

  explicit MasterClearTask(std::string device) : device_(std::move(device)) {}

  [[nodiscard]] Step start(core::Stamp now) override;
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp now) override;
  [[nodiscard]] Intent intent() const override;
  /// The dialogue takes 100 s at most, the reads and what goes before them the rest.
  [[nodiscard]] core::milliseconds deadline() const override { return core::milliseconds(150'000); }

 private:
  enum class State : std::uint8_t { counting, clearing, checking };
  [[nodiscard]] Ask count() const;
  [[nodiscard]] Ask clear() const;
  [[nodiscard]] Step on_before(const core::Reply& reply);
  [[nodiscard]] Step on_cleared(const core::Reply& reply);
  [[nodiscard]] Step on_after(const core::Reply& reply);
  [[nodiscard]] Answer verdict() const;
  [[nodiscard]] Answer unproven() const;

  std::string device_;
  State state_ = State::counting;
  int reads_after_ = 0;
  core::Reply cleared_;  ///< how the dialogue ended
  std::optional<std::uint64_t> before_;
  std::optional<std::uint64_t> after_;
};

}  // namespace bmsgw::rpc
