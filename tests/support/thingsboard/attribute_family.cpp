#include "attribute_family.hpp"

#include <sstream>

#include "telemetry_family.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

constexpr const char* kTopic = "v1/devices/me/attributes";

/// Those of the keys, "a,b", that there are. Without keys: all, or nothing when the other scope has some.
json choose(const json& scope, const json& request, const char* keys, const char* other_keys) {
  if (!request.contains(keys)) return request.contains(other_keys) ? json::object() : scope;
  json chosen = json::object();
  std::istringstream names(request[keys].get<std::string>());
  for (std::string name; std::getline(names, name, ',');) {
    if (scope.contains(name)) chosen[name] = scope[name];
  }
  return chosen;
}

bool names_keys(const json& request, const char* member) {
  return !request.contains(member) || request[member].is_string();
}

}  // namespace

Taken AttributeFamily::take(const std::string& topic, const std::string& payload, DevicePort& port,
                            SteadyTime /*now*/) {
  if (topic == kTopic) return take_attributes(payload, port);
  const std::string requests = "v1/devices/me/attributes/request/";
  if (!topic.starts_with(requests)) return {};
  const auto id = id_after(topic, requests);
  if (id < 0) return {Taken::How::invalid, 0, "not a request id: " + topic};
  return answer_request(id, payload, port);
}

Taken AttributeFamily::take_attributes(const std::string& payload, DevicePort& port) {
  const auto document = json::parse(payload, nullptr, false);
  if (!document.is_object()) return {Taken::How::invalid, 0, "attributes that are no object"};
  for (const auto& [key, value] : document.items()) {
    if (value.is_null()) {
      port.blame("attributes: the null of " + key + " is dropped");
    } else {
      client_[key] = cast_as_server(value);
    }
  }
  return {Taken::How::good};
}

/// What is wrong with a request gets no answer.
Taken AttributeFamily::answer_request(std::int64_t id, const std::string& payload, DevicePort& port) {
  const auto request = json::parse(payload, nullptr, false);
  if (!request.is_object() || !names_keys(request, "clientKeys") || !names_keys(request, "sharedKeys"))
    return {Taken::How::invalid, 0, "an attribute request of another form: " + payload.substr(0, 100)};
  json answer = json::object();
  const auto client = choose(client_, request, "clientKeys", "sharedKeys");
  const auto shared = choose(shared_, request, "sharedKeys", "clientKeys");
  if (!client.empty()) answer["client"] = client;
  if (!shared.empty()) answer["shared"] = shared;
  if (!port.publish("v1/devices/me/attributes/response/" + std::to_string(id), answer.dump(), 0))
    port.blame("attributes: asked for without a subscription to v1/devices/me/attributes/response/+");
  return {Taken::How::good};
}

void AttributeFamily::set_shared(const std::string& key, const json& value, DevicePort* port) {
  shared_[key] = value;
  if (port != nullptr) port->publish(kTopic, json{{key, value}}.dump(), 0);
}

void AttributeFamily::delete_shared(const std::string& key, DevicePort* port) {
  shared_.erase(key);
  if (port != nullptr) port->publish(kTopic, json{{"deleted", {key}}}.dump(), 0);
}

}  // namespace bmsgw::test
