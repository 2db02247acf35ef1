#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bmsgw/codec/modbus/pdu.hpp"

#include "simulator/modbus/misbehaviour.hpp"
#include "simulator/modbus/unit.hpp"

namespace bmsgw::simulator::modbus {

struct Counters {
  std::uint64_t requests = 0;
  std::uint64_t answers = 0;  ///< exceptions included
  std::uint64_t exceptions = 0;
  std::uint64_t writes = 0;  ///< carried out
  std::uint64_t broken = 0;  ///< frames that are none
};

/// The units behind one line or endpoint, without its frames. Thread: any (no sharing).
class Server {
 public:
  using Bytes = codec::modbus::Bytes;
  enum class Line : std::uint8_t {
    serial,  ///< unit 0 is all of them, and a unit that isn't there doesn't answer
    tcp,     ///< for a unit that isn't there the endpoint answers
  };

  Server(const MapPlan& plan, const std::vector<UnitConfig>& units, Line line, Misbehaviour& misbehaviour);

  void on_time(Elapsed now);
  /// Unit and PDU in, unit and PDU out; nothing: nobody answers.
  [[nodiscard]] std::optional<Bytes> answer(std::span<const std::uint8_t> frame, Elapsed now);
  void on_broken_frame() { ++counters_.broken; }
  [[nodiscard]] const Counters& counters() const { return counters_; }

 private:
  [[nodiscard]] Unit* find(std::uint8_t unit);
  [[nodiscard]] std::optional<Bytes> outcome(std::span<const std::uint8_t> frame, Elapsed now);
  [[nodiscard]] Bytes answer_of(Unit& unit, const core::ModbusRequest& request, Elapsed now);
  [[nodiscard]] Bytes refused(std::span<const std::uint8_t> frame, std::uint8_t code);
  void broadcast(std::span<const std::uint8_t> frame, Elapsed now);

  std::vector<Unit> units_;
  Line line_;
  Misbehaviour& misbehaviour_;
  Counters counters_;
};

}  // namespace bmsgw::simulator::modbus
