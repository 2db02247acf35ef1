//   RTM_NEWLINK: ifinfomsg, IFLA_LINKINFO { IFLA_INFO_KIND "can", IFLA_INFO_DATA { IFLA_CAN_BITTIMING, ... }
//   } linux/if_link.h, linux/can/netlink.h
#include "interface.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include <linux/can/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {
namespace {

template <typename T>
T read_as(const rtattr* attribute) {
  T value{};
  std::memcpy(&value, RTA_DATA(attribute),
              std::min(sizeof(T), static_cast<std::size_t>(RTA_PAYLOAD(attribute))));
  return value;
}

/// `left`, in bytes, is signed: behind a last attribute without its padding it is negative.
template <typename Visit>
void for_each_attribute(const rtattr* first, int left, Visit visit) {
  for (const rtattr* at = first; RTA_OK(at, left); at = RTA_NEXT(at, left)) visit(at);
}

template <typename Visit>
void for_each_nested(const rtattr* outer, Visit visit) {
  for_each_attribute(static_cast<const rtattr*>(RTA_DATA(outer)), static_cast<int>(RTA_PAYLOAD(outer)),
                     visit);
}

ControllerState to_state(std::uint32_t code) {
  switch (code) {
    case CAN_STATE_ERROR_ACTIVE:
      return ControllerState::error_active;
    case CAN_STATE_ERROR_WARNING:
      return ControllerState::error_warning;
    case CAN_STATE_ERROR_PASSIVE:
      return ControllerState::error_passive;
    case CAN_STATE_BUS_OFF:
      return ControllerState::bus_off;
    default:
      return ControllerState::unknown;  // stopped, sleeping
  }
}

/// slcan's driver says this where nobody has set a bit rate (CAN_BITRATE_UNKNOWN).
constexpr std::uint32_t kUnknownBitRate = 0xFFFFFFFFU;

void read_controller_attribute(const rtattr* attribute, ControllerInfo& into) {
  switch (attribute->rta_type) {
    case IFLA_CAN_BITTIMING: {
      const auto rate = read_as<can_bittiming>(attribute).bitrate;
      into.bit_rate = rate == kUnknownBitRate ? 0 : rate;
      return;
    }
    case IFLA_CAN_RESTART_MS:
      into.restart_ms = read_as<std::uint32_t>(attribute);
      return;
    case IFLA_CAN_STATE:
      into.state = to_state(read_as<std::uint32_t>(attribute));
      return;
    default:
      return;
  }
}

void read_link_info(const rtattr* attribute, ControllerInfo& into) {
  if (attribute->rta_type == IFLA_INFO_KIND) {
    const char* kind = static_cast<const char*>(RTA_DATA(attribute));
    into.is_controller = std::string_view(kind, strnlen(kind, RTA_PAYLOAD(attribute))) == "can";
  }
  if (attribute->rta_type == IFLA_INFO_DATA) {
    for_each_nested(attribute, [&into](const rtattr* inner) { read_controller_attribute(inner, into); });
  }
}

struct LinkRequest {
  nlmsghdr header{};
  ifinfomsg link{};
};

bool ask(int fd, int index) {
  LinkRequest request;
  request.header.nlmsg_len = sizeof(request);
  request.header.nlmsg_type = RTM_GETLINK;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.link.ifi_index = index;
  // The kernel answers within send(); the limit is for what can't happen.
  const timeval limit{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  return send(fd, &request, sizeof(request), 0) == static_cast<ssize_t>(sizeof(request));
}

}  // namespace

std::optional<Interface> find_interface(const std::string& name) {
  const FileDescriptor any(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  if (any.get() < 0 || name.empty() || name.size() >= sizeof(request.ifr_name)) return std::nullopt;
  name.copy(request.ifr_name, name.size());
  if (ioctl(any.get(), SIOCGIFINDEX, &request) != 0) return std::nullopt;
  Interface found;
  found.index = request.ifr_ifindex;
  if (ioctl(any.get(), SIOCGIFFLAGS, &request) != 0) return std::nullopt;
  found.up = (request.ifr_flags & IFF_UP) != 0;
  return found;
}

ControllerInfo read_controller_info(int index) {
  const FileDescriptor netlink(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (netlink.get() < 0 || !ask(netlink.get(), index)) return {};
  alignas(nlmsghdr) std::array<char, 16384> answer{};
  const auto size = recv(netlink.get(), answer.data(), answer.size(), 0);
  return parse_link({answer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))});
}

ControllerInfo parse_link(std::span<const char> answer) {
  const auto* message = reinterpret_cast<const nlmsghdr*>(answer.data());
  if (!NLMSG_OK(message, answer.size()) || message->nlmsg_type != RTM_NEWLINK) return {};
  ControllerInfo info;
  const auto* link = static_cast<const ifinfomsg*>(NLMSG_DATA(message));
  const auto size = static_cast<int>(IFLA_PAYLOAD(message));  // negative: not even the ifinfomsg is whole
  for_each_attribute(IFLA_RTA(link), size, [&info](const rtattr* attribute) {
    if ((attribute->rta_type & NLA_TYPE_MASK) != IFLA_LINKINFO) return;
    for_each_nested(attribute, [&info](const rtattr* inner) { read_link_info(inner, info); });
  });
  return info.is_controller ? info : ControllerInfo{};
}

}  // namespace bmsgw::transport
