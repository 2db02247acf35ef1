#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/g1_parameter.hpp"

#include "task.hpp"

namespace bmsgw::rpc {

/// A parameter's value in a reply; else what is wrong with it, as an answer.
[[nodiscard]] std::variant<std::int64_t, nlohmann::json> raw_in(const core::G1Parameter& parameter,
                                                                const core::Reply& reply);

/// Some parameters, one after the other. Those that the unit doesn't answer are listed as missing; when none
/// of the first few is answered, the unit is taken for absent. Pure. Thread: loop.
class ReadParametersTask final : public Task {
 public:
  /// The parameters outlive the task; there is at least one.
  ReadParametersTask(std::string device, std::vector<const core::G1Parameter*> parameters);

  [[nodiscard]] Step start(core::Stamp now) override;
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp now) override;
  [[nodiscard]] core::milliseconds deadline() const override;

 private:
  [[nodiscard]] Step next();
  [[nodiscard]] const core::G1Parameter& current() const { return *parameters_[done_]; }

  std::string device_;
  std::vector<const core::G1Parameter*> parameters_;
  std::size_t done_ = 0;
  nlohmann::json values_;
  nlohmann::json missing_;
};

/// Sets a parameter, or some bits of it: reads it, writes it, reads it again and compares. Pure. Thread:
/// loop.
class WriteParameterTask final : public Task {
 public:
  /// Raw: what is changed and to what. Of a number every bit is.
  struct Change {
    std::int64_t value = 0;
    std::optional<std::uint64_t> mask{};  ///< these bits only; nothing: all of it
    std::string shown{};                  ///< of bits: for the audit
  };
  /// The parameter outlives the task; the value is one that it can hold.
  WriteParameterTask(std::string device, const core::G1Parameter& parameter, Change change);

  [[nodiscard]] Step start(core::Stamp now) override;
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp now) override;
  [[nodiscard]] Intent intent() const override;

 private:
  enum class State : std::uint8_t { reading, writing, comparing };

  [[nodiscard]] std::int64_t wanted() const;
  [[nodiscard]] Ask read() const;
  [[nodiscard]] Ask write() const;
  [[nodiscard]] Step on_before(const core::Reply& reply);
  [[nodiscard]] Answer on_after(const core::Reply& reply);

  std::string device_;
  const core::G1Parameter& parameter_;
  Change change_;
  State state_ = State::reading;
  std::optional<std::int64_t> before_;
  std::optional<std::int64_t> after_;
};

}  // namespace bmsgw::rpc
