#include "name_search.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

#include <netdb.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace bmsgw::transport {
namespace {

NameFound get_addresses(const std::string& host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* list = nullptr;
  const int result = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  NameFound found;
  if (result != 0) {
    found.failure = result == EAI_SYSTEM ? std::generic_category().message(errno) : gai_strerror(result);
    found.no_such_name = result == EAI_NONAME;
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

NameFound resolve(const std::string& host, std::uint16_t port) {
  return get_addresses(host, port, AI_ADDRCONFIG);
}
NameFound resolve_literal(const std::string& host, std::uint16_t port) {
  return get_addresses(host, port, AI_NUMERICHOST);
}

std::string numeric_text(const SocketAddress& address) {
  std::array<char, NI_MAXHOST> text{};
  const auto* const name = reinterpret_cast<const sockaddr*>(&address.storage);
  const int result = getnameinfo(name, address.size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return result == 0 ? std::string(text.data()) : std::string();
}

NameSearch::NameSearch() : done_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (done_.get() < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

std::shared_ptr<NameSearch> NameSearch::begin(const NameResolver& resolver, const std::string& host,
                                              std::uint16_t port) {
  std::shared_ptr<NameSearch> search(new NameSearch);
  std::thread([search, resolver, host, port] { search->finish(resolver(host, port)); }).detach();
  return search;
}

void NameSearch::finish(NameFound found) {
  const std::lock_guard lock(mutex_);
  found_ = std::move(found);
  const std::uint64_t one = 1;
  static_cast<void>(write(done_.get(), &one, sizeof(one)));
}

NameFound NameSearch::take() {
  const std::lock_guard lock(mutex_);
  return std::move(found_);
}

}  // namespace bmsgw::transport
