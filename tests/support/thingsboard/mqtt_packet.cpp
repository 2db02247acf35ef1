#include "mqtt_packet.hpp"

namespace bmsgw::test {
namespace {

constexpr std::size_t kMaxDigits = 4;
constexpr unsigned kUsernameFlag = 0x80;
constexpr unsigned kPasswordFlag = 0x40;
constexpr unsigned kWillFlag = 0x04;
constexpr unsigned kCleanFlag = 0x02;

unsigned byte_of(char character) {
  return static_cast<unsigned char>(character);
}

/// Reads fields from the front; once one is missing, nothing more is good.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t byte() {
    const auto field = take(1);
    return field.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(field[0]);
  }
  std::uint16_t word() {
    const auto field = take(2);
    return field.empty() ? std::uint16_t{0}
                         : static_cast<std::uint16_t>(byte_of(field[0]) << 8U | byte_of(field[1]));
  }
  std::string text() {
    const std::size_t size = word();
    return std::string(take(size));
  }
  std::string rest() { return std::string(take(bytes_.size())); }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    good_ = good_ && size <= bytes_.size();
    if (!good_) return {};
    const auto field = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return field;
  }

  std::string_view bytes_;
  bool good_ = true;
};

std::string word(std::size_t value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xFFU)};
}

}  // namespace

std::optional<MqttPacketReader::Length> MqttPacketReader::length() {
  Length length;
  for (std::size_t i = 1; i < bytes_.size() && i <= kMaxDigits; ++i) {
    length.body |= (byte_of(bytes_[i]) & 0x7FU) << (7 * (i - 1));
    length.digits = i;
    if ((byte_of(bytes_[i]) & 0x80U) == 0) return length;
  }
  if (length.digits == kMaxDigits) problem_ = "a length of more than four bytes";
  return std::nullopt;
}

std::optional<MqttPacket> MqttPacketReader::next() {
  if (!problem_.empty()) return std::nullopt;
  const auto found = length();
  if (!found) return std::nullopt;
  if (found->body > max_body_) {
    problem_ =
        "a packet of " + std::to_string(found->body) + " bytes, more than " + std::to_string(max_body_);
    return std::nullopt;
  }
  const auto begin = 1 + found->digits;
  if (bytes_.size() < begin + found->body) return std::nullopt;
  const auto head = byte_of(bytes_[0]);
  MqttPacket packet{static_cast<MqttType>(head >> 4U), static_cast<std::uint8_t>(head & 0x0FU),
                    bytes_.substr(begin, found->body)};
  bytes_.erase(0, begin + found->body);
  return packet;
}

std::optional<MqttConnect> read_connect(const MqttPacket& packet) {
  FieldReader fields(packet.body);
  MqttConnect connect;
  connect.protocol = fields.text();
  connect.level = fields.byte();
  const unsigned flags = fields.byte();
  connect.clean_session = (flags & kCleanFlag) != 0;
  connect.has_will = (flags & kWillFlag) != 0;
  connect.keep_alive_s = fields.word();
  if (connect.level == 5) return fields.good() ? std::optional(connect) : std::nullopt;  // properties follow
  connect.client_id = fields.text();
  if (connect.has_will) {
    fields.text();
    fields.text();
  }
  if ((flags & kUsernameFlag) != 0) connect.username = fields.text();
  if ((flags & kPasswordFlag) != 0) connect.password = fields.text();
  if (!fields.good() || !fields.at_end() || (flags & 1U) != 0) return std::nullopt;
  return connect;
}

std::optional<MqttPublish> read_publish(const MqttPacket& packet) {
  FieldReader fields(packet.body);
  MqttPublish message;
  message.dup = (packet.flags & 8U) != 0;
  message.retain = (packet.flags & 1U) != 0;
  message.qos = (packet.flags >> 1U) & 3U;
  message.topic = fields.text();
  if (message.qos > 0) message.packet_id = fields.word();
  message.payload = fields.rest();
  const bool has_id = message.qos == 0 || message.packet_id != 0;
  const bool has_name = !message.topic.empty() && message.topic.find_first_of("+#") == std::string::npos;
  if (!fields.good() || message.qos == 3 || !has_id || !has_name || (message.dup && message.qos == 0))
    return std::nullopt;
  return message;
}

std::optional<MqttSubscribe> read_subscribe(const MqttPacket& packet) {
  FieldReader fields(packet.body);
  MqttSubscribe request;
  request.packet_id = fields.word();
  while (fields.good() && !fields.at_end()) {
    auto filter = fields.text();
    const auto qos = packet.type == MqttType::subscribe ? fields.byte() : std::uint8_t{0};
    request.filters.emplace_back(std::move(filter), qos);
  }
  if (!fields.good() || request.packet_id == 0 || request.filters.empty() || packet.flags != 2)
    return std::nullopt;
  return request;
}

std::optional<std::uint16_t> read_packet_id(const MqttPacket& packet) {
  FieldReader fields(packet.body);
  const auto id = fields.word();
  if (!fields.good() || !fields.at_end() || id == 0) return std::nullopt;
  return id;
}

std::string write_packet(const MqttPacket& packet) {
  std::string bytes;
  bytes += static_cast<char>(static_cast<unsigned>(packet.type) << 4U | packet.flags);
  auto length = packet.body.size();
  do {
    const auto digit = length & 0x7FU;
    length >>= 7U;
    bytes += static_cast<char>(digit | (length > 0 ? 0x80U : 0U));
  } while (length > 0);
  return bytes + packet.body;
}

std::string write_connack(bool session_present, std::uint8_t code) {
  return write_packet({MqttType::connack, 0, {static_cast<char>(session_present), static_cast<char>(code)}});
}

std::string write_publish(const MqttPublish& message) {
  const unsigned flags = (message.dup ? 8U : 0U) | message.qos * 2U | (message.retain ? 1U : 0U);
  auto body = word(message.topic.size()) + message.topic;
  if (message.qos > 0) body += word(message.packet_id);
  return write_packet({MqttType::publish, static_cast<std::uint8_t>(flags), body + message.payload});
}

std::string write_ack(MqttType type, std::uint16_t packet_id) {
  return write_packet({type, 0, word(packet_id)});
}

std::string write_suback(std::uint16_t packet_id, const std::string& codes) {
  return write_packet({MqttType::suback, 0, word(packet_id) + codes});
}

}  // namespace bmsgw::test
