//   VR1,BMS1,SSSSSSSS,2.0.18,CRC              hardware, serial number, firmware ("boot" in the boot loader)
//   p. 43 TD1,2014,10,07,14,50,07,00,UUUUUUUU,CRC   date and time (decimal), a field for older days, uptime
//   p. 41 PW1,L,CRC                                 access level 0-2; '?': somebody has to log in p. 26
//   PW2,R,CRC                                 1: the password was set, 0: it wasn't                        p.
//   26
// G1 Control Unit Serial Protocol 2.1.0. The unit's clock has no time zone; it is taken for UTC.
#include <chrono>

#include "bmsgw/codec/g1/records.hpp"

#include "codec/g1/record_reader.hpp"

namespace bmsgw::codec::g1 {

using Reason = DecodeError::Reason;

RecordResult<UnitVersion> decode_version(const Sentence& sentence) {
  RecordReader reader(sentence, {"VR1"});
  UnitVersion version;
  version.hardware = reader.text(1);
  const auto number = reader.optional_hexadecimal(2);
  if (number.value_or(0) > std::numeric_limits<std::uint32_t>::max()) reader.fail(Reason::out_of_range, 2);
  if (number) version.serial_number = static_cast<std::uint32_t>(*number);
  version.firmware = reader.text(3);
  if (version.firmware.empty()) reader.fail(Reason::missing, 3);
  return reader.result(version);
}

RecordResult<UnitTime> decode_time(const Sentence& sentence) {
  using namespace std::chrono;
  RecordReader reader(sentence, {"TD1"});
  const auto on = year(static_cast<int>(reader.decimal(1, 9999))) /
                  month(static_cast<unsigned>(reader.decimal(2, 12))) /
                  day(static_cast<unsigned>(reader.decimal(3, 31)));
  if (on.year() < year(2000)) reader.fail(Reason::out_of_range, 1);
  if (!on.month().ok()) reader.fail(Reason::out_of_range, 2);
  if (!on.ok()) reader.fail(Reason::out_of_range, 3);
  const auto at =
      hours(reader.decimal(4, 23)) + minutes(reader.decimal(5, 59)) + seconds(reader.decimal(6, 59));
  UnitTime time;
  time.uptime_s = reader.optional_hexadecimal(8);
  if (!reader.error()) time.unix_ms = milliseconds(sys_days(on).time_since_epoch() + at).count();
  return reader.result(time);
}

RecordResult<std::uint8_t> decode_access(const Sentence& sentence) {
  RecordReader reader(sentence, {"PW1"});
  return reader.result(static_cast<std::uint8_t>(reader.hexadecimal(1, 2)));
}

RecordResult<bool> decode_password_result(const Sentence& sentence) {
  RecordReader reader(sentence, {"PW2"});
  return reader.result(reader.hexadecimal(1, 1) == 1);
}

}  // namespace bmsgw::codec::g1
