#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "bmsgw/codec/snmp/worker_message.hpp"
#include "bmsgw/transport/snmp_link.hpp"
#include "bmsgw/transport/snmp_worker_host.hpp"

#include "address_finder.hpp"

namespace bmsgw::transport {

class WorkerKeeper;

/// How long a request may take: each try its time, of v3 the same again to find out the engine id, and a
/// second for all others that the worker serves.
[[nodiscard]] core::milliseconds longest_request_of(const SnmpAgentOptions& options);

/// One agent, from the gateway's side: its address, whether the worker has it open, and its one request. At
/// the worker it has a new number each time that it is opened, so that what came for an older one is known.
/// Kept alive by its own handlers. Thread: loop.
class SnmpAgent : public std::enable_shared_from_this<SnmpAgent>, private AddressFinderOwner {
 public:
  static constexpr core::milliseconds kHangs{5000};  ///< beyond longest_request(): nobody will answer

  SnmpAgent(boost::asio::io_context& loop, SnmpAgentOptions options, const core::Clock& clock,
            std::shared_ptr<WorkerKeeper> keeper);

  void start(SnmpLinkEvents& events);
  void stop();
  bool submit(std::uint64_t id, const core::SnmpRequest& request);
  void reopen();
  [[nodiscard]] core::milliseconds longest_request() const { return longest_request_; }

  /// At the worker; 0: it isn't open there.
  [[nodiscard]] std::uint32_t number() const { return number_; }
  void on_worker_up() { advance(); }
  void on_worker_down(const std::string& detail);
  void on_answer(const codec::snmp::AgentAnswer& answer, core::Stamp now);
  void on_trap(const core::SnmpTrap& trap, core::Stamp now);
  void on_engine(std::string_view engine_id) { engine_id_ = engine_id; }

 private:
  void on_addresses(const std::vector<std::string>& addresses) override;
  void on_no_address(const std::string& detail) override;
  void advance();
  void open();
  void close();
  void forget();
  void tell_down(std::string& told, const std::string& detail);
  void watch_request();

  boost::asio::io_context& loop_;
  boost::asio::steady_timer hanging_;
  const SnmpAgentOptions options_;
  const core::Clock& clock_;
  const core::milliseconds longest_request_;
  std::shared_ptr<WorkerKeeper> keeper_;
  std::shared_ptr<AddressFinder> finder_;
  SnmpLinkEvents* events_ = nullptr;
  std::uint32_t number_ = 0;
  std::string address_;       ///< empty: to be found
  std::string last_address_;  ///< the one before
  bool answers_ = false;      ///< at this address
  std::string engine_id_;
  std::optional<std::uint64_t> asked_;  ///< under way
  bool reopen_wanted_ = false;          ///< after what is under way
  std::string told_of_worker_;          ///< both may be down, each for its reason
  std::string told_of_name_;
};

}  // namespace bmsgw::transport
