#include "address_finder.hpp"

#include <functional>
#include <system_error>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fcntl.h>
#include <fmt/core.h>

namespace bmsgw::transport {
namespace {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

constexpr core::milliseconds kFirstWait{500};
constexpr core::milliseconds kMostWait{30'000};
constexpr std::uint16_t kAnyPort = 161;

}  // namespace

AddressFinder::AddressFinder(boost::asio::io_context& loop, std::string host,
                             std::weak_ptr<AddressFinderOwner> owner, NameResolver resolver)
    : loop_(loop),
      timer_(loop),
      host_(std::move(host)),
      owner_(std::move(owner)),
      resolver_(std::move(resolver)),
      backoff_(kFirstWait, kMostWait, std::hash<std::string>()(host_)) {}

void AddressFinder::find() {
  if (std::exchange(wanted_, true)) return;
  backoff_.reset();
  boost::asio::post(loop_, [self = shared_from_this()] { self->search(); });
}

void AddressFinder::stop() {
  wanted_ = false;
  timer_.cancel();
}

/// A search that was left behind by stop() is as good as a new one.
void AddressFinder::search() {
  if (!wanted_) return;
  if (!search_) {
    NameFound literal = resolve_literal(host_, kAnyPort);
    if (!literal.addresses.empty()) return on_found(std::move(literal));
    begin();
  }
  if (search_) after(kSlow, &AddressFinder::on_slow);
}

void AddressFinder::begin() {
  try {
    auto search = NameSearch::begin(resolver_, host_, kAnyPort);
    done_.emplace(loop_, fcntl(search->descriptor(), F_DUPFD_CLOEXEC, 0));
    search_ = std::move(search);
    wait_for_search();
  } catch (const std::exception& error) {
    on_failed(fmt::format("{} can't be looked up: {}", host_, error.what()));
  }
}

void AddressFinder::wait_for_search() {
  done_->async_wait(stream_descriptor::wait_read, [self = shared_from_this()](error_code error) {
    if (error) return;
    const auto search = std::exchange(self->search_, nullptr);
    self->done_.reset();
    self->on_found(search->take());
  });
}

void AddressFinder::on_found(NameFound found) {
  if (!wanted_) return;
  std::vector<std::string> addresses;
  for (const SocketAddress& address : found.addresses) {
    if (auto text = numeric_text(address); !text.empty()) addresses.push_back(std::move(text));
  }
  if (addresses.empty()) {
    return on_failed(found.no_such_name ? fmt::format("no such name: {}", host_)
                                        : fmt::format("no address for {}: {}", host_, found.failure));
  }
  stop();
  if (const auto owner = owner_.lock()) owner->on_addresses(addresses);
}

void AddressFinder::on_failed(const std::string& detail) {
  after(backoff_.next(), &AddressFinder::search);
  if (const auto owner = owner_.lock()) owner->on_no_address(detail);
}

void AddressFinder::on_slow() {
  if (!wanted_ || !search_) return;
  if (const auto owner = owner_.lock())
    owner->on_no_address(fmt::format("no address for {}: the name server doesn't answer", host_));
}

void AddressFinder::after(core::milliseconds time, void (AddressFinder::*step)()) {
  timer_.expires_after(time);
  timer_.async_wait([self = shared_from_this(), step](error_code stopped) {
    if (!stopped) (*self.*step)();
  });
}

}  // namespace bmsgw::transport
