//   LG1,NN,II,PPPPPP,TTTTTTTT,CRC   sequence, identifier, parameter (reserved), seconds from 2000-01-01
//   LG1,,CRC                        the log is empty, or was just cleared by LG1,c
// G1 Control Unit Serial Protocol 2.1.0, LG1, p. 23-25.
//
// The scan lost parts of the table of identifiers: it gives 9 the text of 8, has no 10, gives 13 a high
// current and 21 the text of 19, 28 twice, and runs 43 into 44. Where a text is lost the table's own order is
// followed: an even identifier is a condition and the odd one after it its recovery.
#include "bmsgw/codec/g1/records.hpp"

#include "codec/g1/record_reader.hpp"

namespace bmsgw::codec::g1 {
namespace {

constexpr std::array<std::string_view, 32> kEvents{
    "No event",
    "BMS started",
    "Lost communication to cells",
    "Established communication to cells",
    "Cells voltage critically low",
    "Critical low voltage recovered",
    "Cells voltage critically high",
    "Critical high voltage recovered",
    "Discharge current critically high",
    "Discharge critical high current recovered",
    "Charge current critically high",
    "Charge critical high current recovered",
    "Cell module temperature critically high",
    "Critical high cell module temperature recovered",
    "Leakage detected",
    "Leakage recovered",
    "Warning: Low voltage - reducing power",
    "Power reduction due to low voltage recovered",
    "Warning: High current - reducing power",
    "Power reduction due to high current recovered",
    "Warning: High cell module temperature - reducing power",
    "Power reduction due to high cell module temperature recovered",
    "Charger connected",
    "Charger disconnected",
    "Started pre-heating stage",
    "Started pre-charging stage",
    "Started main charging stage",
    "Started balancing stage",
    "Charging finished",
    "Charging error occurred",
    "Retrying charging",
    "Restarting charging",
};

constexpr std::uint64_t kFirstCellTemperatureEvent = 42;
constexpr std::array<std::string_view, 4> kCellTemperatureEvents{
    "Cell temperature critically high",
    "Critical high cell temperature recovered",
    "Warning: High cell temperature - reducing power",
    "Power reduction due to high cell temperature recovered",
};

std::string_view event_text(std::uint64_t id) {
  if (id < kEvents.size()) return kEvents[id];
  const auto place = id - kFirstCellTemperatureEvent;  // wraps round below the first
  return place < kCellTemperatureEvents.size() ? kCellTemperatureEvents[place] : std::string_view{};
}

}  // namespace

RecordResult<std::optional<LogEvent>> decode_log_event(const Sentence& sentence) {
  RecordReader reader(sentence, {"LG1"});
  if (sentence.fields.size() == 1 && sentence.field(1) == "c") reader.fail(DecodeError::Reason::request, 1);
  if (sentence.fields.size() == 1 && sentence.field(1).empty()) {
    return reader.result(std::optional<LogEvent>{});
  }
  LogEvent event;
  event.sequence = reader.hexadecimal(1);
  event.id = reader.hexadecimal(2);
  event.text = event_text(event.id);
  event.parameter = reader.optional_hexadecimal(3);
  event.unix_ms = reader.optional_time(4);
  return reader.result(std::optional<LogEvent>(event));
}

}  // namespace bmsgw::codec::g1
