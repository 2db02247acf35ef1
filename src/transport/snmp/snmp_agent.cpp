#include "snmp_agent.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "worker_keeper.hpp"

namespace bmsgw::transport {

using boost::system::error_code;
using codec::snmp::AskAgent;
using codec::snmp::CloseAgent;
using codec::snmp::OpenAgent;

core::milliseconds longest_request_of(const SnmpAgentOptions& options) {
  constexpr core::milliseconds kOthersToo{1000};
  const core::milliseconds tries(std::int64_t{options.timeout_ms} * (std::int64_t{options.retries} + 1));
  return (options.version == core::SnmpVersion::v3 ? 2 * tries : tries) + kOthersToo;
}

SnmpAgent::SnmpAgent(boost::asio::io_context& loop, SnmpAgentOptions options, const core::Clock& clock,
                     std::shared_ptr<WorkerKeeper> keeper)
    : loop_(loop),
      hanging_(loop),
      options_(std::move(options)),
      clock_(clock),
      longest_request_(longest_request_of(options_)),
      keeper_(std::move(keeper)) {}

void SnmpAgent::start(SnmpLinkEvents& events) {
  events_ = &events;
  std::shared_ptr<AddressFinderOwner> owner(shared_from_this(), this);
  finder_ = std::make_shared<AddressFinder>(loop_, options_.host, owner);
  finder_->find();
  boost::asio::post(loop_, [self = shared_from_this()] {
    if (self->events_ != nullptr) self->keeper_->want();
  });
}

void SnmpAgent::stop() {
  events_ = nullptr;
  if (finder_) finder_->stop();
  close();
}

bool SnmpAgent::submit(std::uint64_t id, const core::SnmpRequest& request) {
  if (number_ == 0 || asked_ || reopen_wanted_) return false;
  if (!keeper_->send(AskAgent{number_, id, request})) return false;
  asked_ = id;
  watch_request();
  return true;
}

void SnmpAgent::watch_request() {
  hanging_.expires_after(longest_request_ + kHangs);
  hanging_.async_wait([self = shared_from_this(), id = *asked_](error_code stopped) {
    if (!stopped && self->asked_ == id) self->keeper_->replace("it doesn't answer");
  });
}

void SnmpAgent::reopen() {
  if (events_ == nullptr) return;
  if (asked_) {
    reopen_wanted_ = true;
  } else {
    forget();
  }
}

/// The address is looked up again even when it is known: another device may have the name now.
void SnmpAgent::forget() {
  close();
  engine_id_.clear();
  if (!address_.empty()) last_address_ = std::exchange(address_, {});
  finder_->find();
}

/// The first of them; but when the one before didn't answer, the next one.
void SnmpAgent::on_addresses(const std::vector<std::string>& addresses) {
  auto chosen = addresses.begin();
  const auto before = std::find(addresses.begin(), addresses.end(), last_address_);
  if (before != addresses.end()) chosen = answers_ ? before : before + 1;
  address_ = chosen == addresses.end() ? addresses.front() : *chosen;
  answers_ = false;
  advance();
}

void SnmpAgent::advance() {
  if (events_ == nullptr || number_ != 0 || address_.empty() || !keeper_->is_up()) return;
  open();
  told_of_worker_.clear();
  told_of_name_.clear();
  events_->on_opened(clock_.now());
}

void SnmpAgent::open() {
  number_ = keeper_->new_agent();
  OpenAgent open;
  open.agent = number_;
  open.address = address_;
  open.port = options_.port;
  open.version = options_.version;
  open.community = options_.community;
  open.trap_community = options_.trap_community;
  open.user = options_.user;
  open.auth = options_.auth;
  open.auth_password = options_.auth_password;
  open.priv = options_.priv;
  open.priv_password = options_.priv_password;
  open.engine_id = engine_id_;
  open.timeout_ms = options_.timeout_ms;
  open.retries = options_.retries;
  keeper_->send(open);
}

void SnmpAgent::close() {
  asked_.reset();
  hanging_.cancel();
  reopen_wanted_ = false;
  if (const auto number = std::exchange(number_, 0); number != 0) keeper_->send(CloseAgent{number});
}

void SnmpAgent::on_worker_down(const std::string& detail) {
  if (events_ == nullptr) return;
  const bool forgets = reopen_wanted_;
  close();
  if (forgets) forget();
  tell_down(told_of_worker_, detail);
}

void SnmpAgent::on_no_address(const std::string& detail) {
  tell_down(told_of_name_, detail);
}

void SnmpAgent::tell_down(std::string& told, const std::string& detail) {
  if (events_ == nullptr || std::exchange(told, detail) == detail) return;
  events_->on_down(detail, clock_.now());
}

void SnmpAgent::on_answer(const codec::snmp::AgentAnswer& answer, core::Stamp now) {
  if (events_ == nullptr || asked_ != answer.id) return;
  asked_.reset();
  hanging_.cancel();
  const SnmpAnswer told{answer.id,
                        answer.outcome,
                        answer.error_status,
                        answer.error_index,
                        answer.values,
                        answer.oids,
                        answer.detail,
                        now,
                        std::chrono::microseconds(answer.took_us)};
  answers_ = answers_ || is_from_agent(told) || told.outcome == core::SnmpOutcome::denied;
  const bool forgets = reopen_wanted_;
  events_->on_answer(told, now);
  if (forgets && events_ != nullptr) forget();
}

void SnmpAgent::on_trap(const core::SnmpTrap& trap, core::Stamp now) {
  if (events_ != nullptr) events_->on_trap(trap, now);
}

}  // namespace bmsgw::transport
