#pragma once

#include <utility>

#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/bus_sink.hpp"
#include "bmsgw/route/write_gate.hpp"

namespace bmsgw::driver {

/// Takes the replies to commands. It must not call the session before that call has returned.
/// Thread: loop.
class ReplySink {
 public:
  virtual ~ReplySink() = default;
  virtual void on_reply(core::Reply reply) = 0;
};

/// One configured bus: link + codec + schedule, whatever its family. Thread: loop.
class BusSession : public core::Timed {
 public:
  virtual void start(core::Stamp now) = 0;
  /// Closes the link; nothing is heard any more.
  virtual void close() = 0;
  /// The gateway leaves: closes, gives out what is half heard, and says that the device isn't heard any more.
  virtual void stop(core::Stamp now) = 0;
  /// Takes a command for the device; commands go before polls, one after the other, and end none that is
  /// under way. Whoever waits for it (id other than 0) gets exactly one reply, whatever happens, perhaps
  /// before this returns. One that can't go out is counted as unanswered.
  virtual void submit(const route::PermittedCommand& command, core::Stamp now) = 0;
  [[nodiscard]] virtual BusStatus status() const = 0;
  /// Before start(): who gets the replies; it outlives the session.
  void set_reply_sink(ReplySink& sink) { replies_ = &sink; }

 protected:
  void reply(core::Reply reply) const {
    if (replies_ != nullptr && reply.id != 0) replies_->on_reply(std::move(reply));
  }

 private:
  ReplySink* replies_ = nullptr;
};

}  // namespace bmsgw::driver
