// Traps. The input: which of the map's, then its varbinds, names and values, one after the other.
#include <algorithm>
#include <string>
#include <vector>

#include "bmsgw/codec/snmp/trap_reader.hpp"

#include "fuzz_support.hpp"
#include "snmp_map_input.hpp"

namespace {

namespace core = bmsgw::core;
using bmsgw::fuzz::Reader;
using bmsgw::fuzz::require;
using Role = core::SnmpTrapRole;

core::SnmpTraps make_map() {
  core::SnmpTraps map;
  map.traps = {{"0", "alarm", {Role::ignore, Role::string, Role::battery, Role::event, Role::text}, {}},
               {"1", "", {Role::text, Role::value, Role::index, Role::event}, {}},
               {"2",
                "warn",
                {Role::index, Role::value},
                core::SnmpEventMeaning{"contact", "{severity}", "open", true}},
               {"3", "info", {}, {}}};
  map.events["1.3.1.0"] = {{1, {"voltage", "{severity}Low", "", true}}, {2, {"voltage", "normal", "", true}}};
  map.events["1.3.5"] = {{1, {"current", "alarm", "too much", true}}};
  map.text = "1.3.2.0";
  return map;
}

bool is_harmless(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto map = make_map();
  Reader reader({data, size});
  const auto name = std::to_string(reader.byte() % 5);
  std::vector<std::string> names(reader.byte() % 10);
  std::vector<std::string> texts(names.size());
  core::SnmpTrap trap{name, "127.0.0.1", {}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = bmsgw::fuzz::make_oid(reader);
    trap.varbinds.push_back({names[i], bmsgw::fuzz::make_snmp_value(reader, texts[i])});
  }
  const auto meaning = bmsgw::codec::snmp::read_trap(map, trap);
  require(meaning.has_value() == (name != "4"), "what the map knows means something");
  if (!meaning) return 0;
  const auto& event = meaning->event;
  require(event.by_trap && !event.state.empty(), "an event has a state");
  require(!meaning->is_alarm || !event.key.quantity.empty(), "an alarm is of something");
  require(event.text.size() <= 255 + 32 && is_harmless(event.text), "a text is short and harmless");
  require(event.key.string != 0U && event.key.battery != 0U, "numbers from 1 on");
  return 0;
}
