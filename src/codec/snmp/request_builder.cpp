// The size of an answer as BER writes it (X.690, 8.19; RFC 1157, 4.1): each number of a name takes a byte for
// 7 of its bits, the first two numbers one together; a varbind has 2 headers of 2 bytes besides its value.
#include "codec/snmp/request_builder.hpp"

#include <algorithm>
#include <charconv>

namespace bmsgw::codec::snmp {
namespace {

constexpr std::size_t kMessage = 180;  ///< version, community and PDU 60; of v3 and its security 120 more
constexpr std::size_t kVarbind = 4;
constexpr std::size_t kNumber = 8;
constexpr std::size_t kText = 40;

std::size_t bytes_of(std::uint32_t number) {
  std::size_t bytes = 1;
  for (; number > 0x7F; number >>= 7U) ++bytes;
  return bytes;
}

}  // namespace

std::size_t varbind_size(std::string_view oid, bool is_text) {
  std::size_t size = 0;
  const auto* at = oid.data();
  const auto* const end = at + oid.size();
  while (at != end) {
    std::uint32_t number = 0;
    const auto got = std::from_chars(at, end, number);
    size += bytes_of(number);
    at = got.ptr == end ? end : got.ptr + 1;
  }
  return std::max<std::size_t>(size, 2) - 1 + kVarbind + (is_text ? kText : kNumber);
}

void RequestBuilder::begin(std::uint32_t group, core::SnmpRequest::Kind kind) {
  group_ = group;
  kind_ = kind;
  objects_ = 0;
}

RequestBuilder::Place RequestBuilder::add(std::string_view oid, bool is_text) {
  const auto size = varbind_size(oid, is_text);
  if (objects_ == 0 || objects_ >= limits_.varbinds || size_ + size > limits_.bytes) {
    reads_.push_back({group_, {kind_, {}, 0, {}}});
    objects_ = 0;
    size_ = kMessage;
  }
  auto& oids = reads_.back().request.oids;
  if (objects_ > 0) oids.push_back('\n');
  oids.append(oid);
  size_ += size;
  return {static_cast<std::uint32_t>(reads_.size() - 1), objects_++};
}

std::uint32_t RequestBuilder::rows_of(std::uint32_t columns, std::size_t row_size) const {
  const auto room = limits_.bytes > kMessage ? limits_.bytes - kMessage : 0;
  const auto rows = std::min<std::size_t>(limits_.varbinds / std::max(columns, 1U), room / row_size);
  return static_cast<std::uint32_t>(std::max<std::size_t>(rows, 1));
}

bool RequestBuilder::has_room(std::uint32_t columns, std::size_t row_size) const {
  return columns <= limits_.varbinds && row_size + kMessage <= limits_.bytes;
}

}  // namespace bmsgw::codec::snmp
