#include "simulator/modbus/server.hpp"

#include <algorithm>
#include <array>

namespace bmsgw::simulator::modbus {
namespace {

using core::ModbusFunction;

constexpr std::uint8_t kBroadcast = 0;
constexpr std::size_t kLeastFrame = 2;  ///< unit and function
constexpr std::size_t kHeadBytes = 6;   ///< unit, function, address, count

bool is_known(std::uint8_t function) {
  return core::most_items(static_cast<ModbusFunction>(function)) != 0;
}

std::uint32_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 8U | bytes[at + 1];
}

/// Of a request that isn't one, by the order in which the specification has them checked (chapter 6).
std::uint8_t exception_of(std::span<const std::uint8_t> frame) {
  if (!is_known(frame[1])) return core::kIllegalFunction;
  if (frame.size() < kHeadBytes) return core::kIllegalDataValue;
  const auto function = static_cast<ModbusFunction>(frame[1]);
  const auto address = word_at(frame, 2);
  const auto count = word_at(frame, 4);
  const bool has_count = core::most_items(function) > 1;
  const bool fits = has_count && count >= 1 && count <= core::most_items(function);
  return fits && address + count > 0x10000U ? core::kIllegalDataAddress : core::kIllegalDataValue;
}

}  // namespace

Server::Server(const MapPlan& plan, const std::vector<UnitConfig>& units, Line line,
               Misbehaviour& misbehaviour)
    : line_(line), misbehaviour_(misbehaviour) {
  for (const auto& unit : units) units_.emplace_back(plan, unit);
}

Unit* Server::find(std::uint8_t unit) {
  const auto found = std::ranges::find(units_, unit, &Unit::id);
  return found == units_.end() ? nullptr : &*found;
}

void Server::on_time(Elapsed now) {
  for (auto& unit : units_) unit.on_time(now);
}

std::optional<Server::Bytes> Server::answer(std::span<const std::uint8_t> frame, Elapsed now) {
  if (frame.size() < kLeastFrame) return std::nullopt;
  ++counters_.requests;
  auto answer = outcome(frame, now);
  if (!answer) return std::nullopt;
  ++counters_.answers;
  misbehaviour_.spoil_unit(*answer, now);
  return answer;
}

std::optional<Server::Bytes> Server::outcome(std::span<const std::uint8_t> frame, Elapsed now) {
  if (misbehaviour_.is_silent(now)) return std::nullopt;
  const auto id = frame[0];
  if (line_ == Line::serial && id == kBroadcast) {
    broadcast(frame, now);
    return std::nullopt;
  }
  auto* unit = find(id);
  if (misbehaviour_.is_dead(id, units_.back().id(), now)) return std::nullopt;
  if (unit == nullptr && line_ == Line::serial) return std::nullopt;
  if (unit == nullptr) return refused(frame, core::kGatewayTargetSilent);
  const auto request = codec::modbus::decode_request(frame);
  return request ? answer_of(*unit, *request, now) : refused(frame, exception_of(frame));
}

Server::Bytes Server::answer_of(Unit& unit, const core::ModbusRequest& request, Elapsed now) {
  auto code = misbehaviour_.exception(request, now);
  if (!code) code = unit.refusal(request);
  Bytes bytes;
  if (code) {
    const std::array head{request.unit, static_cast<std::uint8_t>(request.function)};
    return refused(head, *code);
  }
  if (core::is_read(request.function)) {
    codec::modbus::encode_answer(request, unit.read(request, now), bytes);
  } else {
    unit.write(request, now);
    ++counters_.writes;
    codec::modbus::encode_answer(request, {}, bytes);
  }
  return bytes;
}

Server::Bytes Server::refused(std::span<const std::uint8_t> frame, std::uint8_t code) {
  Bytes bytes;
  codec::modbus::encode_exception(frame[0], frame[1], code, bytes);
  ++counters_.exceptions;
  return bytes;
}

/// All units write, none answers.
void Server::broadcast(std::span<const std::uint8_t> frame, Elapsed now) {
  const auto request = codec::modbus::decode_request(frame);
  if (!request || core::is_read(request->function)) return;
  for (auto& unit : units_) {
    if (unit.refusal(*request)) continue;
    unit.write(*request, now);
    ++counters_.writes;
  }
}

}  // namespace bmsgw::simulator::modbus
