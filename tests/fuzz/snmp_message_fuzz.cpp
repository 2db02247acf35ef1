// What the gateway and bms-snmp-worker say to each other. The input is a packet; what is taken for a message
// is encoded to the same bytes.
#include <string>

#include "bmsgw/codec/snmp/worker_message.hpp"

#include "fuzz_support.hpp"

namespace {

namespace snmp = bmsgw::codec::snmp;
using bmsgw::fuzz::require;

template <typename Message>
void check_same(const Message& message, std::string_view packet) {
  std::string again;
  snmp::encode_message(message, again);
  require(again == packet, "encoding is the inverse");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto packet = bmsgw::fuzz::text_of(data, size);
  static snmp::FromWorker into;  // kept, as a reader keeps it
  const auto to_worker = snmp::decode_to_worker(packet);
  const bool is_from_worker = snmp::decode_from_worker(packet, into);
  require(!to_worker || !is_from_worker, "a message goes one way");
  if (to_worker) check_same(*to_worker, packet);
  if (is_from_worker) check_same(into, packet);
  return 0;
}
