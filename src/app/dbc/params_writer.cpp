#include "app/dbc/params_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/dbc/packet_plan.hpp"
#include "app/dbc/signal_writer.hpp"
#include "app/dbc/telemetry_keys.hpp"

namespace bmsgw::app::dbc {
namespace {

using Json = nlohmann::ordered_json;
using Keys = std::vector<std::string>;

/// Lengths of FD frames beyond 8 bytes.
constexpr std::array<std::uint32_t, 7> kFdLengths{12, 16, 20, 24, 32, 48, 64};

bool is_frame_length(std::uint32_t length) {
  return length <= 8 || std::ranges::find(kFdLengths, length) != kFdLengths.end();
}

/// Without the search for a member of this name that Json's own operators make: there may be many.
void append(Json& object, const std::string& name, Json value) {
  object.get_ref<Json::object_t&>().emplace_back(name, std::move(value));
}

Keys keys_of(const std::vector<PacketPlan>& packets) {
  std::vector<KeyWish> wishes;
  for (const auto& packet : packets) {
    for (const auto* signal : packet.signals) {
      wishes.push_back({packet.message->name, signal->name, packet.id, !signal->names.empty()});
    }
  }
  return telemetry_keys(wishes);
}

Json packet_json(const PacketPlan& packet, Keys::const_iterator& key, std::vector<Remark>& remarks) {
  const auto& message = *packet.message;
  const auto remark = [&](const char* why) { remarks.push_back({message.line, message.name + ": " + why}); };
  auto json = Json::object();
  json["id"] = packet.id;
  if (is_frame_length(message.length)) {
    json["dlc"] = message.length;
  } else {
    remark("no frame has its length: any length is accepted");
  }
  if (!add_description(json, message.comment)) remark("its comment is left out: longer than 4096 bytes");
  auto params = Json::object();
  for (const auto* signal : packet.signals) {
    append(params, signal->name, param_json(message, *signal, *key++, remarks));
  }
  json["params"] = std::move(params);
  return json;
}

}  // namespace

ParamsSection params_section(const File& file) {
  ParamsSection section;
  section.remarks = file.remarks;
  const auto plans = plan_packets(file, section.remarks);
  const auto keys = keys_of(plans);
  auto key = keys.begin();
  auto packets = Json::object();
  for (const auto& plan : plans) append(packets, plan.message->name, packet_json(plan, key, section.remarks));
  section.packets = plans.size();
  section.params = keys.size();
  section.json = Json{{"packets", std::move(packets)}}.dump(2);
  std::ranges::stable_sort(section.remarks, {}, [](const Remark& remark) { return remark.line - 1; });
  return section;
}

}  // namespace bmsgw::app::dbc
