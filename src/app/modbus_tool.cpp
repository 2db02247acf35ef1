#include "modbus_tool.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/core.h>

#include "commands.hpp"
#include "register_dump.hpp"

namespace bmsgw::app {
namespace {

using core::ModbusFunction;
using core::ModbusOutcome;
using core::ModbusRequest;
using transport::ModbusAnswer;

bool is_illegal(const ModbusAnswer& answer) {
  return answer.outcome == ModbusOutcome::exception &&
         (answer.exception == core::kIllegalDataAddress || answer.exception == core::kIllegalDataValue);
}

/// Lives for one read_modbus().
class Reader {
 public:
  Reader(transport::ModbusLine& line, std::uint8_t unit, ModbusFunction function, std::ostream& err)
      : line_(line), unit_(unit), function_(function), err_(err) {}

  /// Halves what the device refuses, down to single items. False: it makes no sense to go on.
  bool read(std::uint32_t first, std::uint32_t last) {
    const ModbusRequest request{unit_,
                                function_,
                                static_cast<std::uint16_t>(first),
                                static_cast<std::uint16_t>(last - first + 1),
                                {}};
    const auto answer = line_.ask(request);
    if (answer.outcome == ModbusOutcome::ok) {
      for (std::uint32_t i = 0; i < answer.values.size(); ++i)
        dump.add(function_, first + i, answer.values[i]);
      return true;
    }
    if (!is_illegal(answer)) {
      err_ << fmt::format("{}@{}..{}: {}\n", static_cast<int>(function_), first, last, text_of(answer));
      return false;
    }
    if (first == last) return true;
    const auto middle = first + (last - first) / 2;
    return read(first, middle) && read(middle + 1, last);
  }

  RegisterDump dump;

 private:
  transport::ModbusLine& line_;
  std::uint8_t unit_;
  ModbusFunction function_;
  std::ostream& err_;
};

}  // namespace

int probe_modbus(transport::ModbusLine& line, std::uint8_t first, std::uint8_t last,
                 const ModbusRequest& question, std::ostream& out, std::ostream& err) {
  if (const auto reason = line.open(); !reason.empty()) {
    err << reason << "\n";
    return kExitFailed;
  }
  int found = 0;
  for (unsigned unit = first; unit <= last; ++unit) {
    auto request = question;
    request.unit = static_cast<std::uint8_t>(unit);
    const auto answer = line.ask(request);
    const auto took = std::chrono::duration<double, std::milli>(answer.took).count();
    if (is_from_device(answer)) {
      ++found;
      out << fmt::format("unit {:<4} answers in {:.0f} ms: {}\n", unit, took, text_of(answer)) << std::flush;
    } else if (answer.outcome == ModbusOutcome::link_down || answer.outcome == ModbusOutcome::link_lost) {
      err << fmt::format("unit {}: {}\n", unit, text_of(answer));
      if (const auto reason = line.open(); !reason.empty()) {
        err << reason << "\n";
        return kExitFailed;
      }
    } else if (answer.outcome != ModbusOutcome::timeout && answer.outcome != ModbusOutcome::exception) {
      const bool is_echo = answer.outcome == ModbusOutcome::echo;
      out << fmt::format("unit {:<4} {}{}\n", unit,
                         is_echo ? "only the request comes back (--local-echo)" : text_of(answer),
                         is_echo ? "" : " (two units with one id? another speed or parity?)");
    }
  }
  out << fmt::format("{} of {} asked\n", found, last - first + 1);
  return found > 0 ? kExitOk : kExitFailed;
}

int read_modbus(transport::ModbusLine& line, std::uint8_t unit, ModbusFunction function, std::uint32_t first,
                std::uint32_t last, std::ostream& out, std::ostream& err) {
  if (const auto reason = line.open(); !reason.empty()) {
    err << reason << "\n";
    return kExitFailed;
  }
  Reader reader(line, unit, function, err);
  const std::uint32_t step = most_items(function);
  bool going = true;
  for (auto begin = first; going && begin <= last; begin += step) {
    going = reader.read(begin, std::min(last, begin + step - 1));
  }
  if (reader.dump.empty()) {
    if (going) err << "the device has none of them\n";
    return kExitFailed;
  }
  reader.dump.print(function, first, last, out);
  return going ? kExitOk : kExitFailed;
}

}  // namespace bmsgw::app
