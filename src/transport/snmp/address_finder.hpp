#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "bmsgw/core/backoff.hpp"
#include "bmsgw/core/time.hpp"

#include "transport/name_search.hpp"

namespace bmsgw::transport {

/// What a finder tells; never from within its find().
class AddressFinderOwner {
 public:
  virtual ~AddressFinderOwner() = default;
  /// Numeric, in the order in which they are to be tried; one at least.
  virtual void on_addresses(const std::vector<std::string>& addresses) = 0;
  /// It goes on trying.
  virtual void on_no_address(const std::string& detail) = 0;
};

/// The addresses of a host, asked for until there are some, without ever blocking. Kept alive by its own
/// handlers. Thread: loop.
class AddressFinder : public std::enable_shared_from_this<AddressFinder> {
 public:
  static constexpr core::milliseconds kSlow{10'000};  ///< then it is told that the name server is silent

  AddressFinder(boost::asio::io_context& loop, std::string host, std::weak_ptr<AddressFinderOwner> owner,
                NameResolver resolver = resolve);

  /// Begins, unless a search is under way.
  void find();
  /// What was found is not told any more.
  void stop();

 private:
  void search();
  void begin();
  void wait_for_search();
  void on_found(NameFound found);
  void on_failed(const std::string& detail);
  void after(core::milliseconds time, void (AddressFinder::*step)());
  void on_slow();

  boost::asio::io_context& loop_;
  boost::asio::steady_timer timer_;
  std::string host_;
  std::weak_ptr<AddressFinderOwner> owner_;
  NameResolver resolver_;
  core::Backoff backoff_;
  bool wanted_ = false;
  std::shared_ptr<NameSearch> search_;  ///< under way
  std::optional<boost::asio::posix::stream_descriptor> done_;
};

}  // namespace bmsgw::transport
