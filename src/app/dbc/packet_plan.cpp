#include "app/dbc/packet_plan.hpp"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "bmsgw/core/can_frame.hpp"

#include "app/dbc/place.hpp"
#include "app/dbc/scaling.hpp"

namespace bmsgw::app::dbc {
namespace {

constexpr std::size_t kLongestName = 128;
/// The message of the signals that are in none.
constexpr std::string_view kNoMessage = "VECTOR__INDEPENDENT_SIG_MSG";

std::string id_of(const Message& message) {
  const bool is_extended = (message.id & core::CanId::kExtendedFlag) != 0;
  return core::to_string(is_extended ? core::CanId::extended(message.id) : core::CanId::standard(message.id));
}

bool is_id(std::uint32_t id) {
  const auto number = id & ~core::CanId::kExtendedFlag;
  return number <= (number == id ? core::CanId::kLastStandard : core::CanId::kLastExtended);
}

std::string type_fault(const Signal& signal) {
  switch (signal.type) {
    case ValueType::integer:
      return "";
    case ValueType::ieee_float:
      return "is an IEEE float, only whole raw numbers can be read";
    case ValueType::ieee_double:
      return "is an IEEE double, only whole raw numbers can be read";
    case ValueType::unknown:
      return "is of a kind (SIG_VALTYPE_) that isn't known";
  }
  return "";
}

/// `SG_ x M :` is the multiplexer itself, which is in every frame.
std::string multiplexing_fault(const Signal& signal) {
  if (signal.multiplexing.empty() || signal.multiplexing == "M") return "";
  return "is multiplexed (" + signal.multiplexing + "): a packet has no multiplexer";
}

std::string signal_fault(const Signal& signal, const Message& message) {
  if (signal.name.size() > kLongestName) return "its name is longer than 128 characters";
  for (auto fault : {multiplexing_fault(signal), type_fault(signal), place_fault(signal, message.length)}) {
    if (!fault.empty()) return fault;
  }
  return scaling_fault(signal);
}

class Planner {
 public:
  explicit Planner(std::vector<Remark>& remarks) : remarks_(remarks) {}
  std::vector<PacketPlan> plan(const File& file);

 private:
  /// Nothing but a remark where it can't be expressed.
  void add(const Message& message);
  void add_signals(PacketPlan& packet);
  std::string message_fault(const Message& message);
  void remark(const Message& message, const std::string& why);
  void remark(const Message& message, const Signal& signal, const std::string& why);

  std::vector<Remark>& remarks_;
  std::vector<PacketPlan> packets_;
  std::unordered_map<std::uint32_t, std::size_t> lines_by_id_;
  std::unordered_map<std::string, std::size_t> lines_by_name_;
};

void Planner::remark(const Message& message, const std::string& why) {
  remarks_.push_back({message.line, message.name + ": " + why});
}

void Planner::remark(const Message& message, const Signal& signal, const std::string& why) {
  remarks_.push_back({signal.line, message.name + "." + signal.name + ": " + why});
}

std::string Planner::message_fault(const Message& message) {
  if (message.name.size() > kLongestName) return "its name is longer than 128 characters";
  if (!is_id(message.id)) {
    return std::to_string(message.id) +
           " is no id: 11 bits reach to 2047, 29 bits from 2147483648 to 2684354559";
  }
  if (message.length > core::CanFrame::kMostBytes) {
    return "has " + std::to_string(message.length) + " bytes, a frame has at most 64";
  }
  if (message.signals.empty()) return "has no signals";
  const auto [by_id, is_new_id] = lines_by_id_.try_emplace(message.id, message.line);
  if (!is_new_id) return "its id " + id_of(message) + " is that of line " + std::to_string(by_id->second);
  const auto [by_name, is_new_name] = lines_by_name_.try_emplace(message.name, message.line);
  if (!is_new_name) return "its name is that of line " + std::to_string(by_name->second);
  return "";
}

void Planner::add_signals(PacketPlan& packet) {
  std::unordered_set<std::string_view> names;
  for (const auto& signal : packet.message->signals) {
    const bool is_first = names.insert(signal.name).second;
    const auto fault =
        is_first ? signal_fault(signal, *packet.message) : "a signal of this name stands above";
    if (fault.empty()) {
      packet.signals.push_back(&signal);
    } else {
      remark(*packet.message, signal, fault);
    }
  }
}

void Planner::add(const Message& message) {
  if (message.name == kNoMessage) {
    for (const auto& signal : message.signals) remark(message, signal, "is in no message");
    return;
  }
  if (const auto fault = message_fault(message); !fault.empty()) {
    remark(message, fault + (message.signals.empty() ? "" : "; left out with all of its signals"));
    return;
  }
  PacketPlan packet{&message, id_of(message), {}};
  add_signals(packet);
  if (packet.signals.empty()) {
    remark(message, "left out: none of its signals can be expressed");
  } else {
    packets_.push_back(std::move(packet));
  }
}

std::vector<PacketPlan> Planner::plan(const File& file) {
  for (const auto& message : file.messages) add(message);
  return std::move(packets_);
}

}  // namespace

std::vector<PacketPlan> plan_packets(const File& file, std::vector<Remark>& remarks) {
  return Planner(remarks).plan(file);
}

}  // namespace bmsgw::app::dbc
