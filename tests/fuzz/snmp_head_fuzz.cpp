// What bms-snmp-worker reads of a datagram before it believes anything: whatever it is, what is told lies
// within it.
#include <span>
#include <string_view>

#include "fuzz_support.hpp"
#include "snmp_worker/message_head.hpp"

namespace {

using bmsgw::fuzz::require;

void check_within(std::string_view part, std::string_view whole) {
  require(part.empty() ||
              (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size()),
          "a view into the datagram");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto whole = bmsgw::fuzz::text_of(data, size);
  const auto head = bmsgw::snmp_worker::read_head({data, size});
  if (!head) return 0;
  for (const auto part : {head->community, head->engine_id, head->user}) check_within(part, whole);
  return 0;
}
