#include <algorithm>
#include <map>

#include "compile_buses.hpp"
#include "packet_target.hpp"

namespace bmsgw::app {
namespace {

using config::MethodConfig;
using config::PacketConfig;

/// Lives for one compile_methods().
class MethodCompiler {
 public:
  explicit MethodCompiler(const std::vector<const config::BusProtocol*>& buses) : buses_(buses) {}

  void note(const MethodConfig& method) {
    const auto* const packet = packet_of(method);
    if (packet != nullptr) params_[packet].push_back(method.to.param);
  }

  void add(const MethodConfig& method) {
    MethodPlan::Method made{method.name, method.to.bus, method.attribute,
                            MethodPlan::Point{method.to.packet + "/" + method.to.param}};
    if (const auto* const packet = packet_of(method)) made.target = slot_of(method, *packet);
    plan_.methods.push_back(std::move(made));
  }

  [[nodiscard]] MethodPlan take() { return std::move(plan_); }

 private:
  /// Nothing: it belongs to a map.
  [[nodiscard]] const PacketConfig* packet_of(const MethodConfig& method) const {
    const auto bus = std::ranges::find(buses_, method.to.bus, &config::BusProtocol::bus);
    if (bus == buses_.end()) return nullptr;
    const auto packet = std::ranges::find((*bus)->packets, method.to.packet, &PacketConfig::name);
    return packet == (*bus)->packets.end() ? nullptr : &*packet;
  }

  MethodPlan::Slot slot_of(const MethodConfig& method, const PacketConfig& packet) {
    const auto& params = params_[&packet];
    const auto [place, is_new] = packets_.try_emplace(&packet, plan_.packets.size());
    if (is_new) {
      const auto bus = std::ranges::find(buses_, method.to.bus, &config::BusProtocol::bus) - buses_.begin();
      plan_.packets.push_back(packet_target(static_cast<core::BusId>(bus), method.to.bus, packet, params));
    }
    const auto slot = std::ranges::find(params, method.to.param) - params.begin();
    return {place->second, static_cast<std::size_t>(slot)};
  }

  const std::vector<const config::BusProtocol*>& buses_;
  std::map<const PacketConfig*, std::vector<std::string>> params_;
  std::map<const PacketConfig*, std::size_t> packets_;
  MethodPlan plan_;
};

}  // namespace

MethodPlan compile_methods(const std::vector<MethodConfig>& methods,
                           const std::vector<const config::BusProtocol*>& buses) {
  MethodCompiler compiler(buses);
  for (const auto& method : methods) compiler.note(method);
  for (const auto& method : methods) compiler.add(method);
  return compiler.take();
}

}  // namespace bmsgw::app
