#include "snmp_worker/message_head.hpp"

namespace bmsgw::snmp_worker {
namespace {

constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctets = 0x04;
constexpr std::uint8_t kOid = 0x06;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kReport = 0xA8;

/// Reads BER (ITU-T X.690) elements one after the other; stays failed once one isn't as expected.
class BerReader {
 public:
  explicit BerReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  [[nodiscard]] bool is_good() const { return is_good_; }
  [[nodiscard]] std::uint8_t tag() const { return bytes_.empty() ? std::uint8_t{0} : bytes_[0]; }

  std::span<const std::uint8_t> element(std::uint8_t tag) {
    if (!is_good_ || bytes_.size() < 2 || bytes_[0] != tag) return fail();
    std::size_t length = bytes_[1];
    std::size_t head = 2;
    if (length >= 0x80U) {
      const std::size_t digits = length & 0x7FU;
      if (digits == 0 || digits > 4 || bytes_.size() < head + digits) return fail();
      length = 0;
      for (std::size_t i = 0; i < digits; ++i) length = length << 8U | bytes_[head + i];
      head += digits;
    }
    if (bytes_.size() - head < length) return fail();
    const auto content = bytes_.subspan(head, length);
    bytes_ = bytes_.subspan(head + length);
    return content;
  }

  std::uint32_t number() {
    const auto content = element(kInteger);
    if (content.empty() || content.size() > 5) is_good_ = false;
    std::uint32_t value = 0;
    for (const auto byte : content) value = value << 8U | byte;
    return value;
  }

  std::string_view octets(std::uint8_t tag = kOctets) {
    const auto content = element(tag);
    return {reinterpret_cast<const char*>(content.data()), content.size()};
  }

 private:
  std::span<const std::uint8_t> fail() {
    is_good_ = false;
    return {};
  }

  std::span<const std::uint8_t> bytes_;
  bool is_good_ = true;
};

std::optional<MessageHead> read_community(BerReader& message, core::SnmpVersion version) {
  MessageHead head;
  head.version = version;
  head.community = message.octets();
  head.pdu = message.tag();
  if (!message.is_good()) return std::nullopt;
  return head;
}

/// Of msgData; "" when it is encrypted, or none.
std::string_view read_report(BerReader& message) {
  BerReader scoped(message.element(kSequence));
  scoped.octets();  // contextEngineID
  scoped.octets();  // contextName
  BerReader pdu(scoped.element(kReport));
  pdu.number();  // request-id
  pdu.number();  // error-status
  pdu.number();  // error-index
  BerReader varbinds(pdu.element(kSequence));
  BerReader varbind(varbinds.element(kSequence));
  return varbind.octets(kOid);
}

std::optional<MessageHead> read_user(BerReader& message) {
  constexpr std::uint32_t kUsm = 3;
  MessageHead head;
  head.version = core::SnmpVersion::v3;
  BerReader global(message.element(kSequence));
  head.id = global.number();
  global.number();  // msgMaxSize
  const auto flags = global.octets();
  const bool is_usm = global.number() == kUsm && flags.size() == 1;
  BerReader parameters(message.element(kOctets));
  BerReader usm(parameters.element(kSequence));
  head.engine_id = usm.octets();
  head.boots = usm.number();
  head.time = usm.number();
  head.user = usm.octets();
  if (!message.is_good() || !global.is_good() || !is_usm || !parameters.is_good() || !usm.is_good())
    return std::nullopt;
  head.flags = static_cast<std::uint8_t>(flags[0]);
  head.report = read_report(message);
  return head;
}

}  // namespace

std::optional<MessageHead> read_head(std::span<const std::uint8_t> datagram) {
  BerReader outer(datagram);
  BerReader message(outer.element(kSequence));
  const auto version = message.number();
  if (!outer.is_good() || !message.is_good()) return std::nullopt;
  if (version == 0) return read_community(message, core::SnmpVersion::v1);
  if (version == 1) return read_community(message, core::SnmpVersion::v2c);
  if (version == 3) return read_user(message);
  return std::nullopt;
}

}  // namespace bmsgw::snmp_worker
