#include <string>
#include <utility>

#include "bmsgw/transport/modbus_worker.hpp"

#include "modbus/make_line.hpp"
#include "modbus/timed_ask.hpp"

namespace bmsgw::transport {
namespace {

class PlainLine final : public ModbusLine {
 public:
  PlainLine(const ModbusOptions& options, const core::Clock& clock)
      : clock_(clock), line_(make_blocking_line(options, waiter_)) {}

  std::string open() override { return line_->open().detail; }
  ModbusAnswer ask(const core::ModbusRequest& request) override {
    ModbusAnswer answer;
    ask_timed(*line_, request, clock_, answer);
    return answer;
  }

 private:
  const core::Clock& clock_;
  Waiter waiter_;  ///< never stopped
  std::unique_ptr<BlockingLine> line_;
};

}  // namespace

std::unique_ptr<ModbusLine> make_modbus_line(const ModbusOptions& options, const core::Clock& clock) {
  return std::make_unique<PlainLine>(options, clock);
}

}  // namespace bmsgw::transport
