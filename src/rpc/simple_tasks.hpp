#pragma once

#include <functional>
#include <utility>

#include "task.hpp"

/// Tasks of one ask. Thread: loop.
namespace bmsgw::rpc {

/// Reads: asks once, and makes its answer of the reply.
class ReadTask final : public Task {
 public:
  using Format = std::function<Answer(const core::Reply&)>;
  /// `format` gets replies that are ok; the others become their refusal.
  ReadTask(Ask ask, Format format) : ask_(std::move(ask)), format_(std::move(format)) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override { return ask_; }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    return reply.outcome == core::Outcome::ok ? format_(reply) : refusal(reply);
  }

 private:
  Ask ask_;
  Format format_;
};

}  // namespace bmsgw::rpc
