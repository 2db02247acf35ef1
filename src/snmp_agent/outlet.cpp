#include "snmp_agent/outlet.hpp"

#include <utility>

namespace bmsgw::snmp_agent {
namespace {

constexpr std::size_t kMostLate = 10'000;

Outlet* g_outlet = nullptr;

std::uint64_t next_random(std::uint64_t& seed) {
  seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  return seed >> 33U;
}

void spoil(std::vector<std::uint8_t>& message, const simulator::snmp::Treatment& treatment) {
  auto seed = treatment.seed;
  if (treatment.garbage) {
    for (auto& byte : message) byte = static_cast<std::uint8_t>(next_random(seed));
  }
  if (treatment.truncated && message.size() > 1) message.resize(1 + next_random(seed) % (message.size() - 1));
}

}  // namespace

Outlet::Outlet(netsnmp_transport& transport, TreatmentOf treatment_of, Clock clock)
    : transport_(transport),
      treatment_of_(std::move(treatment_of)),
      clock_(std::move(clock)),
      send_(std::exchange(transport.f_send, on_send)) {
  g_outlet = this;
}

Outlet::~Outlet() {
  transport_.f_send = send_;
  g_outlet = nullptr;
}

int Outlet::on_send(netsnmp_transport*, const void* message, int size, void** address, int* address_size) {
  const auto bytes_of = [](const void* data, int count) {
    const auto* const bytes = static_cast<const std::uint8_t*>(data);
    return data == nullptr || count <= 0 ? Bytes{} : Bytes(bytes, bytes + count);
  };
  if (g_outlet == nullptr) return -1;
  const bool has_address = address != nullptr && address_size != nullptr;
  return g_outlet->take(bytes_of(message, size), has_address ? bytes_of(*address, *address_size) : Bytes{});
}

/// All is well for Net-SNMP, whatever becomes of it.
int Outlet::take(const Bytes& message, Bytes address) {
  const auto treatment = treatment_of_();
  const auto size = static_cast<int>(message.size());
  if (treatment.lost || late_.size() >= kMostLate) return size;
  auto spoilt = message;
  spoil(spoilt, treatment);
  if (treatment.delay.count() == 0) {
    send(spoilt, address);
  } else {
    late_.push_back({clock_() + treatment.delay, std::move(spoilt), std::move(address)});
  }
  return size;
}

void Outlet::send(Bytes& message, Bytes& address) {
  void* place = address.data();
  auto place_size = static_cast<int>(address.size());
  send_(&transport_, message.data(), static_cast<int>(message.size()), &place, &place_size);
}

void Outlet::on_time(Elapsed now) {
  while (!late_.empty() && late_.front().due <= now) {
    send(late_.front().message, late_.front().address);
    late_.pop_front();
  }
}

std::optional<Outlet::Elapsed> Outlet::due() const {
  return late_.empty() ? std::nullopt : std::optional(late_.front().due);
}

}  // namespace bmsgw::snmp_agent
