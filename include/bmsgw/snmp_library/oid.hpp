#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/types.h>

namespace bmsgw::snmp_library {

/// An object identifier as Net-SNMP takes it. Thread: any.
class Oid {
 public:
  Oid() = default;
  /// Of a dotted text that core::is_oid() takes; else it is empty.
  explicit Oid(std::string_view text);

  [[nodiscard]] std::span<const oid> arcs() const { return {arcs_.data(), size_}; }
  [[nodiscard]] const oid* data() const { return arcs_.data(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  std::array<oid, MAX_OID_LEN> arcs_{};
  std::size_t size_ = 0;
};

/// Appends it dotted, without a leading dot.
void append_oid(std::span<const oid> arcs, std::string& text);
[[nodiscard]] std::string oid_text(std::span<const oid> arcs);
[[nodiscard]] bool is_same(std::span<const oid> left, std::span<const oid> right);

}  // namespace bmsgw::snmp_library
