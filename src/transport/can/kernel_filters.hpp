#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <linux/can.h>

#include "bmsgw/transport/socket_can_link.hpp"

namespace bmsgw::transport {

/// What a raw socket takes at most (CAN_RAW_FILTER_MAX).
inline constexpr std::size_t kMostKernelFilters = 512;

/// Filters of the kernel that let every wanted id pass, and where `most` allows it no other; beyond that ids
/// near the wanted ones pass too. Standard and extended ids are told apart; remote frames pass only
/// `with_remote`. Disjoint, sorted. `most` is at least 2.
[[nodiscard]] std::vector<can_filter> compile_kernel_filters(std::span<const WantedIds> wanted,
                                                             bool with_remote,
                                                             std::size_t most = kMostKernelFilters);

}  // namespace bmsgw::transport
