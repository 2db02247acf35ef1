// Commands to a G1 unit. G1 Control Unit Serial Protocol 2.1.0, p. 18-42.
#include <array>
#include <cmath>

#include <fmt/core.h>

#include "bmsgw/codec/g1/field_codec.hpp"
#include "bmsgw/core/can_frame.hpp"

#include "g1_asks.hpp"
#include "g1_checked_write.hpp"
#include "g1_methods.hpp"
#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

/// The signed number of a field times a factor; nothing: the sentence is another one, or has no such field.
std::optional<double> signed_field(const core::Reply& reply, std::string_view name, std::size_t field,
                                   double per_unit) {
  constexpr std::size_t kMostDigits = 8;
  const ReplyLine line(reply);
  const auto text = line.sentence().field(field);
  const auto raw = codec::g1::parse_hex(text);
  if (line.sentence().name != name || !raw || text.size() > kMostDigits) return std::nullopt;
  const auto span = std::int64_t{1} << (4 * text.size());
  const auto number = static_cast<std::int64_t>(*raw);
  return static_cast<double>(number >= span / 2 ? number - span : number) / per_unit;
}

std::optional<double> charge_in(const core::Reply& reply) {
  return signed_field(reply, "BC1", 3, 100);
}
std::optional<double> current_in(const core::Reply& reply) {
  return signed_field(reply, "CV1", 2, 10);
}

Begun set_state_of_charge(const MethodCall& call) {
  const auto percent = call.params.at("percent").get<std::uint32_t>();
  const auto fault = [percent](double /*before*/, double after) {
    return std::abs(after - percent) <= 1 ? "" : fmt::format("the unit says {} %, not {} %", after, percent);
  };
  const auto write = g1_write(call.device, "SC1", hex_text(percent, 2));
  return std::make_unique<CheckedWriteTask>(
      CheckedWriteTask::Plan{g1_read(call.device, "BC1"), write, text_of(write), charge_in, fault, percent});
}

Begun reset_current(const MethodCall& call) {
  const auto fault = [](double /*before*/, double after) {
    return std::abs(after) <= 1 ? "" : fmt::format("the unit still measures {} A", after);
  };
  const auto write = g1_write(call.device, "RC1", "");
  return std::make_unique<CheckedWriteTask>(
      CheckedWriteTask::Plan{g1_read(call.device, "CV1"), write, text_of(write), current_in, fault, 0});
}

/// One that the unit doesn't answer, or whose answer tells no more than that it was taken.
Begun writes(const MethodCall& call, const char* sentence, std::string fields,
             G1Answer answer = G1Answer::none) {
  auto write = g1_write(call.device, sentence, std::move(fields), answer);
  auto what = text_of(write);
  return std::make_unique<WriteTask>(std::move(write), std::move(what));
}

Begun reset(const MethodCall& call) {
  return writes(call, "RS1", "", G1Answer::restart);
}

Begun factory_defaults(const MethodCall& call) {
  return writes(call, "FD1", "");
}

/// The unit answers with an empty log.
class ClearLogTask final : public Task {
 public:
  explicit ClearLogTask(const std::string& device) : write_(g1_write(device, "LG1", "c", G1Answer::one)) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override { return write_; }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    if (reply.outcome != core::Outcome::ok) return refusal(reply);
    const ReplyLine line(reply);
    const auto event = codec::g1::decode_log_event(line.sentence());
    if (!event) return unreadable(line, event.error());
    if (event->has_value()) return refusal("failed", "the log isn't empty: " + line.text());
    return Answer{{"ok", true}};
  }
  [[nodiscard]] Intent intent() const override { return {text_of(write_), {}, {}, {write_}}; }

 private:
  Ask write_;
};

Begun clear_log(const MethodCall& call) {
  return std::make_unique<ClearLogTask>(call.device);
}

Begun clear_statistics(const MethodCall& call) {
  return writes(call, "SS1", "c");
}

Begun calibrate_internal(const MethodCall& call) {
  constexpr int kOffset = 100;
  const auto raw = call.params.at("celsius").get<int>() + kOffset;
  return writes(call, "TC1", hex_text(static_cast<std::uint32_t>(raw), 2));
}

Begun calibrate_external(const MethodCall& call) {
  const auto field = [&call](const char* name, int digits) {
    return hex_text(call.params.at(name).get<std::uint32_t>(), digits);
  };
  return writes(
      call, "TC2",
      field("cell", 4) + "," + field("beta", 2) + "," + field("gamma", 2) + "," + field("delta", 2));
}

std::string upper_hex(std::string text) {
  for (auto& c : text) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

/// CN1,18FF50E5,1,0,8,0B90006000000000
Begun send_can(const MethodCall& call) {
  const auto id = core::parse_can_id(call.params.at("id").get<std::string>());
  const auto data = call.params.value("data", "");
  const auto remote = call.params.value("remote", false);
  if (!id) return refusal("bad_params", R"("id" must be X and up to 8 hexadecimal digits, or S and up to 3)");
  if (*id == core::kNeverSent)
    return refusal("refused", to_string(*id) + " would make the unit believe that a charger is connected");
  if (remote && !data.empty()) return refusal("bad_params", "a remote request has no \"data\"");
  return writes(call, "CN1",
                fmt::format("{},{},{},{},{}", hex_text(id->number(), 8), id->is_extended() ? 1 : 0,
                            remote ? 1 : 0, data.size() / 2, upper_hex(data)));
}

using Kind = ParamSpec::Kind;
constexpr std::array<ParamSpec, 1> kPercent{{{"percent", Kind::integer, true, "of the capacity", 0, 100}}};
constexpr std::array<ParamSpec, 1> kCelsius{
    {{"celsius", Kind::integer, true, "temperature of the room, measured by a thermometer", -100, 155}}};
constexpr std::array<ParamSpec, 4> kCoefficients{
    {{"cell", Kind::integer, true, "id of the cell module; 0: all of them", 0, 65535},
     {"beta", Kind::integer, true, "of the calibration, not of the sensor's data sheet", 0, 255},
     {"gamma", Kind::integer, true, "of the calibration", 0, 255},
     {"delta", Kind::integer, true, "of the calibration", 0, 255}}};
constexpr std::array<ParamSpec, 3> kCan{
    {{"id", Kind::text, true, "X and up to 8 hexadecimal digits (29 bits), or S and up to 3 (11 bits)", 2, 9},
     {"data", Kind::hex, false, "0-8 bytes", 0, 16},
     {"remote", Kind::flag, false, "a remote request; without data"}}};

constexpr MethodInfo info(std::string_view name, Effect effect, std::string_view purpose,
                          std::string_view allow, std::string_view example, std::string_view answer,
                          std::span<const ParamSpec> params = {}) {
  return {name, "g1", purpose, effect, params, true, allow, example, answer};
}

constexpr const char* kOk = R"({"ok":true})";
constexpr const char* kBus = R"({"bus":"serial0"})";

constexpr std::array<TaskMethod, 9> kMethods{{
    {info("g1.setStateOfCharge", Effect::writes,
          "sets the state of charge, reads it back and compares: within 1 %", "SC1",
          R"({"bus":"serial0","percent":80})", R"({"ok":true,"before":79.0,"after":80})", kPercent),
     set_state_of_charge},
    {info("g1.resetCurrent", Effect::destroys,
          "takes what flows now for 0 A, whatever it is: only right while no current flows; read back, "
          "within 1 A",
          "RC1", kBus, R"({"ok":true,"before":0.4,"after":0})"),
     reset_current},
    {info("g1.reset", Effect::writes, "restarts the unit, and waits until it has", "RS1", kBus, kOk), reset},
    {info("g1.factoryDefaults", Effect::destroys,
          "sets configuration, statistics and log back to those of the factory; the unit doesn't confirm it",
          "FD1", R"({"bus":"serial0","confirm":"5f1c09aa"})", kOk),
     factory_defaults},
    {info("g1.clearLog", Effect::destroys, "clears the event log", "LG1",
          R"({"bus":"serial0","confirm":"5f1c09aa"})", kOk),
     clear_log},
    {info("g1.clearStatistics", Effect::destroys,
          "clears the statistics that aren't protected; the unit doesn't confirm it", "SS1",
          R"({"bus":"serial0","confirm":"5f1c09aa"})", kOk),
     clear_statistics},
    {info("g1.calibrateInternalTemperature", Effect::writes,
          "tells all cell modules the temperature of the room; once, after they were put onto the cells",
          "TC1", R"({"bus":"serial0","celsius":20})", kOk, kCelsius),
     calibrate_internal},
    {info("g1.calibrateExternalTemperature", Effect::writes,
          "coefficients of external temperature sensors; only with values from a calibration", "TC2",
          R"({"bus":"serial0","cell":0,"beta":0,"gamma":0,"delta":0})", kOk, kCoefficients),
     calibrate_external},
    {info("g1.sendCan", Effect::writes, "has the unit send a CAN message", "the id, as X18FF0001",
          R"({"bus":"serial0","id":"X18FF0001","data":"0B900060"})", kOk, kCan),
     send_can},
}};

}  // namespace

MethodList g1_write_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
