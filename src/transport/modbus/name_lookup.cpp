#include "name_lookup.hpp"

#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {
namespace {

NameLookup::Found get_addresses(const std::string& host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* list = nullptr;
  const int result = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  NameLookup::Found found;
  if (result != 0) {
    found.failure = result == EAI_SYSTEM ? std::generic_category().message(errno) : gai_strerror(result);
    return found;
  }
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    SocketAddress& address = found.addresses.emplace_back();
    std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
    address.size = entry->ai_addrlen;
  }
  freeaddrinfo(list);
  return found;
}

}  // namespace

NameLookup::Found resolve(const std::string& host, std::uint16_t port) {
  return get_addresses(host, port, AI_ADDRCONFIG);
}

/// Shared with the thread that searches.
struct NameLookup::Search {
  FileDescriptor done{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  std::mutex mutex;
  Found found;
};

NameLookup::NameLookup() : NameLookup(resolve) {}

void NameLookup::begin(const std::string& host, std::uint16_t port) {
  search_ = std::make_shared<Search>();
  std::thread([search = search_, resolver = resolver_, host, port] {
    Found found = resolver(host, port);
    const std::lock_guard lock(search->mutex);
    search->found = std::move(found);
    const std::uint64_t one = 1;
    static_cast<void>(write(search->done.get(), &one, sizeof(one)));
  }).detach();
}

std::optional<NameLookup::Found> NameLookup::look_up(const std::string& host, std::uint16_t port,
                                                     Waiter& waiter, core::MonoTime until) {
  if (!search_) {
    Found literal = get_addresses(host, port, AI_NUMERICHOST);
    if (!literal.addresses.empty()) return literal;
    try {
      begin(host, port);
    } catch (const std::system_error& error) {
      search_ = nullptr;
      return Found{{}, error.what()};
    }
  }
  if (waiter.wait(search_->done.get(), POLLIN, until) != Waiter::Woken::ready) return std::nullopt;
  const auto search = std::exchange(search_, nullptr);
  const std::lock_guard lock(search->mutex);
  return std::move(search->found);
}

}  // namespace bmsgw::transport
