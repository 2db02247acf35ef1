#include "bmsgw/codec/snmp/worker_message.hpp"

#include "message_reader.hpp"
#include "message_writer.hpp"

namespace bmsgw::codec::snmp {
namespace {

template <typename Message>
void encode(const Message& message, std::string& into) {
  into.clear();
  into.push_back(static_cast<char>(first_type(&message) + message.index()));
  MessageWriter writer(into);
  std::visit([&writer](const auto& it) { fields(writer, it); }, message);
  if (into.size() > kMostMessage) into.clear();
}

/// The one that is there already is kept: its lists have memory.
template <std::size_t I, typename Message>
bool decode_alternative(MessageReader& reader, Message& into) {
  if (into.index() != I) into.template emplace<I>();
  fields(reader, std::get<I>(into));
  return reader.done();
}

template <typename Message, std::size_t... Is>
bool decode_as(std::size_t type, MessageReader& reader, Message& into, std::index_sequence<Is...> /*all*/) {
  return ((type == Is && decode_alternative<Is>(reader, into)) || ...);
}

template <typename Message>
bool decode(std::string_view packet, Message& into) {
  if (packet.empty() || packet.size() > kMostMessage) return false;
  const auto type = static_cast<std::uint8_t>(packet.front());
  if (type < first_type(&into)) return false;
  MessageReader reader(packet.substr(1));
  return decode_as(type - first_type(&into), reader, into,
                   std::make_index_sequence<std::variant_size_v<Message>>());
}

}  // namespace

void encode_message(const ToWorker& message, std::string& into) {
  encode(message, into);
}
void encode_message(const FromWorker& message, std::string& into) {
  encode(message, into);
}

std::optional<ToWorker> decode_to_worker(std::string_view packet) {
  ToWorker message;
  if (!decode(packet, message)) return std::nullopt;
  return message;
}
bool decode_from_worker(std::string_view packet, FromWorker& into) {
  return decode(packet, into);
}

}  // namespace bmsgw::codec::snmp
