#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/rpc/gateway_status.hpp"
#include "bmsgw/rpc/method_host.hpp"

namespace bmsgw::rpc {

/// Who calls, and whom the answer is for.
struct CallOrigin {
  enum class Kind : std::uint8_t {
    server,     ///< MQTT RPC
    attribute,  ///< a shared attribute has changed; nobody waits for the answer
    local,      ///< the control socket
  };
  Kind kind = Kind::local;
  std::uint64_t id = 0;       ///< server: of the RPC; local: chosen by the control socket
  std::uint64_t session = 0;  ///< server: of the MQTT session, from 1 on
};

/// Takes answers and audit lines; both are JSON objects. It must not call the desk from there.
/// Thread: loop.
class CallEvents {
 public:
  virtual ~CallEvents() = default;
  virtual void on_answer(const CallOrigin& origin, const std::string& answer) = 0;
  /// An attempt to write: refused, begun by a request to confirm, done or failed.
  virtual void on_audit(const std::string& line, core::Stamp now) = 0;
};

struct CallSettings {
  std::uint32_t rate = 50;        ///< calls a second from the server; bursts of twice so many
  std::uint32_t write_rate = 60;  ///< writes a minute, whoever calls
  core::milliseconds answer_within{4500};
  bool dry_run = false;
  std::vector<std::string> allow{};          ///< of the gateway's own methods that write, for the server
  std::vector<std::string> route_methods{};  ///< that routes make
};

/// Where every request comes in, and every answer goes out: exactly one for each request, unless it repeats
/// one that is being carried out. Finds the method, checks its parameters, asks the safety settings, has
/// writes confirmed, lets one writer at a time to each device, keeps deadlines and writes the audit. Thread:
/// loop.
class CallDesk final : public core::Timed {
 public:
  static constexpr std::size_t kMostCalls = 64;    ///< under way
  static constexpr std::size_t kMostWaiting = 16;  ///< writers for one device
  static constexpr std::size_t kMaxDepth = 16;     ///< of a request's nesting
  static constexpr std::size_t kMaxRequestBytes = 65'536;
  static constexpr core::milliseconds kWaitLimit{10'000};  ///< of a writer for its turn
  static constexpr core::milliseconds kConfirmLimit{60'000};

  /// All of these outlive the desk. `seed`: of the tokens.
  CallDesk(CallSettings settings, const GatewayView& view, MethodHost& host, CallEvents& events,
           std::uint64_t seed);
  ~CallDesk() override;
  CallDesk(const CallDesk&) = delete;
  CallDesk& operator=(const CallDesk&) = delete;

  /// `{"method":name,"params":any}`. The answer may come before this returns.
  void call(const CallOrigin& origin, const std::string& request, core::Stamp now);
  /// The reply to what was given to the host.
  void on_reply(const core::Reply& reply, core::Stamp now);
  /// The gateway stops: what is under way is answered so.
  void stop(core::Stamp now);

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bmsgw::rpc
