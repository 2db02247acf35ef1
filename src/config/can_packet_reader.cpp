#include "config/can_packet_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::uint8_t kEverything = 0xFF;  // as data of a request it clears statistics

std::optional<core::CanId> read_id(const Layers& layers, ProfileFit& fit, ProblemList& problems) {
  const auto& layer = layer_with(layers, "id");
  const auto given = layer["id"];
  const auto text = given.text().value_or(layer.name());
  const auto id = core::parse_can_id(text);
  if (id) return fit.fitted(*id, layer);
  problems.error(
      given.given() ? given : layer,
      "the id of a CAN packet is X and up to 8 hex digits (29 bit), or S and up to 3 (11 bit), as in "
      "X19B50000, not " +
          in_quotes(text));
  return std::nullopt;
}

/// Two hex digits each; the schema has looked at them.
std::vector<std::uint8_t> bytes_of(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  for (; hex.size() >= 2; hex.remove_prefix(2)) {
    std::uint8_t byte = 0;
    std::from_chars(hex.data(), hex.data() + 2, byte, 16);
    bytes.push_back(byte);
  }
  return bytes;
}

/// One byte is a command to some (EMUS Contactor, 0x0401); profiles know where it isn't.
void check_request(const JsonView& request, const CanKeys& can, bool is_of_profile, ProblemList& problems) {
  const auto& data = can.request;
  if (data.empty()) return;
  const auto what = in_quotes(request.text().value_or("")) + ": with data the same ids may be commands";
  if (data.size() > 1 || data[0] == kEverything) {
    problems.warning(request, what + "; a request has at most one byte, and not FF");
  } else if (!is_of_profile) {
    problems.warning(request, what + ": make sure that it only asks");
  }
}

void read_request(const Layers& layers, const ProfileFit& fit, CanKeys& can, ProblemList& problems) {
  const auto& layer = layer_with(layers, "request");
  const auto request = layer["request"];
  const auto text = request.text().value_or("");
  can.remote_request = is_same_word(text, "RTR");
  if (!can.remote_request) can.request = bytes_of(text);
  check_request(request, can, fit.is_of_profile(layer), problems);
}

void check_range(const Layers& layers, CanKeys& can, ProblemList& problems) {
  const auto most = can.id.following() + 1;
  if (can.range <= most) return;
  problems.error(given_first(layers, "range"), "from " + core::to_string(can.id) + " on there are only " +
                                                   std::to_string(most) + " ids, not " +
                                                   std::to_string(can.range));
  can.range = most;
}

/// Lengths above 8 that an FD frame can have (ISO 11898-1).
constexpr std::array<std::int16_t, 7> kFdLengths{12, 16, 20, 24, 32, 48, 64};

void check_dlc(const JsonView& dlc, const CanKeys& can, ProblemList& problems) {
  if (can.dlc <= 8 || std::ranges::find(kFdLengths, can.dlc) != kFdLengths.end()) return;
  problems.error(dlc, "no frame is " + std::to_string(can.dlc) +
                          " bytes long: 0 to 8, or of an FD frame 12, 16, 20, 24, 32, 48 or 64");
}

core::CanId last_of(const CanKeys& can) {
  return can.id + (can.range - 1);
}

std::string ids_of(const CanKeys& can) {
  const auto first = core::to_string(can.id);
  return can.range == 1 ? "the id " + first : "the ids " + first + " to " + core::to_string(last_of(can));
}

}  // namespace

bool read_can_packet(const Layers& layers, ProfileFit& fit, PacketConfig& packet, ProblemList& problems) {
  const auto id = read_id(layers, fit, problems);
  if (!id) return false;
  CanKeys can;
  can.id = *id;
  can.range = static_cast<std::uint32_t>(given_first(layers, "range").integer().value_or(can.range));
  can.dlc = static_cast<std::int16_t>(given_first(layers, "dlc").integer().value_or(can.dlc));
  check_dlc(given_first(layers, "dlc"), can, problems);
  check_range(layers, can, problems);
  read_request(layers, fit, can, problems);
  const auto period = given_first(layers, "request_period");
  if (period.exists() && has_id(can, core::kNeverSent)) {
    problems.error(period, std::string(kNeverSentReason) + "; without \"request_period\" it is listened to");
  }
  packet.id = core::to_string(can.id);
  packet.can = std::move(can);
  return true;
}

bool has_id(const CanKeys& can, core::CanId id) {
  return id.is_among(can.id, can.range);
}

void check_can_ids(const std::vector<ResolvedPacket>& packets, ProblemList& problems) {
  std::vector<const ResolvedPacket*> ordered;
  ordered.reserve(packets.size());
  for (const auto& packet : packets) ordered.push_back(&packet);
  std::ranges::stable_sort(ordered, {}, [](const auto* packet) { return packet->config.can->id; });
  const ResolvedPacket* furthest = nullptr;
  for (const auto* packet : ordered) {
    const auto& can = *packet->config.can;
    const bool overlaps = furthest != nullptr && can.id <= last_of(*furthest->config.can);
    if (overlaps) {
      problems.error(packet->source, ids_of(can) + " can't be told from " + ids_of(*furthest->config.can) +
                                         " of packet " + in_quotes(furthest->config.name) +
                                         ": put their params together");
    }
    if (!overlaps || last_of(*furthest->config.can) < last_of(can)) furthest = packet;
  }
}

}  // namespace bmsgw::config
