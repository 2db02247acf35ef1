#include "rpc_payloads.hpp"

#include <array>
#include <utility>

namespace bmsgw::test {
namespace {

using nlohmann::json;

constexpr std::array kMethods{
    "getStatus",        "getValues",         "getConfig",         "getCommand",
    "listMethods",      "setLogLevel",       "restart",           "reboot",
    "g1.read",          "g1.getVersion",     "g1.getTime",        "g1.getParameter",
    "g1.getParameters", "g1.setParameter",   "g1.setBits",        "g1.getLog",
    "g1.clearLog",      "g1.getStatistics",  "g1.getStatistic",   "g1.clearStatistics",
    "g1.getAccess",     "g1.getResetHistory", "g1.logIn",         "g1.logOut",
    "g1.setPassword",   "g1.setStateOfCharge", "g1.resetCurrent", "g1.reset",
    "g1.factoryDefaults", "g1.calibrateInternalTemperature", "g1.calibrateExternalTemperature", "g1.sendCan",
    "g1.masterClear",   "g1.upgradeFirmware", "g1.firmwareState", "g1.abortFirmware",
    "can.send",         "modbus.read",       "modbus.write",      "modbus.command",
    "snmp.get",         "snmp.set",          "snmp.command",      "",
    "g1.", "G1.RESET", "modbus.command\n", "g1.reset ",
};

constexpr std::array kNames{
    "bus",     "parameter", "parameters", "value",   "bits",   "id",    "sentence", "password", "percent",
    "celsius", "cell",      "beta",       "gamma",   "delta",  "data",  "remote",   "fd",       "file",
    "reset",   "point",     "function",   "address", "count",  "command", "argument", "level",  "seconds",
    "dryRun",  "confirm",   "fields",     "method",  "params", "",
};

constexpr std::array kTexts{
    "serial0",  "can0",   "modbus0",  "modbus0u1", "snmp0",    "capacity", "0102", "1600", "1604", "010",
    "CF2",      "CF2,0102,03E8", "RS1", "RS1,0",   "SC1",      "SC1,50",   "FD1",  "PW1",  "PW2,secret",
    "LG1",      "LG1,01", "SS1,01",   "CN1",       "VR1",      "BV1",      "x",    "xxxxx", "SC1,50\r\nRS1",
    "X18FF0001", "X18FF50E5", "S123", "00",        "0011223344556677", "FFFFFFFFFFFFFFFF", "zz", "irTest",
    "Settings/irHigh", "clearAlarms", "debug",     "trace",    "firmware.bin", "../../etc/passwd", "true",
    "null",     "1e309",  "-0",       "\xC3\xA4",  "\x01",     "?",        "*",    "#",
};

constexpr std::array kNumbers{0.0,   1.0,     -1.0,   2.0,   3.0,    4.0,     5.0,     6.0,   15.0,  16.0,   40.0, 50.0,
                              100.0, 102.0,   255.0,  256.0, 1600.0, 65535.0, 65536.0, 0.5,   -0.25, 1e-300, 1e300,
                              2147483647.0,   -2147483648.0, 9007199254740993.0};

constexpr std::array<std::int64_t, 6> kIntegers{INT64_MIN, INT64_MAX, 0, 7, -7, 4'294'967'296};

}  // namespace

std::size_t RpcPayloads::below(std::size_t end) {
  return random_() % end;  // not a distribution of the library: those differ between versions
}

std::string RpcPayloads::next() {
  const auto kind = below(10);
  if (kind == 0) return garbage();
  auto text = call().dump(-1, ' ', below(2) == 0, json::error_handler_t::replace);
  return kind < 4 ? mutated(std::move(text)) : text;
}

json RpcPayloads::call() {
  if (last_call_.is_object() && !tokens_.empty() && below(8) == 0) {
    auto again = last_call_;
    if (again["params"].is_object()) again["params"]["confirm"] = one_of(tokens_);
    return again;
  }
  json call;
  call["method"] = below(40) == 0 ? value(0) : json(one_of(kMethods));
  if (below(20) != 0) call["params"] = below(10) == 0 ? value(0) : params();
  if (below(20) == 0) call[one_of(kNames)] = value(0);
  last_call_ = call;
  return call;
}

/// Three of four are what a method could take.
json RpcPayloads::params() {
  json params = json::object();
  const auto bus = below(3);
  if (bus == 0) params["bus"] = one_of(std::array{"serial0", "can0", "modbus0u1", "snmp0"});
  for (auto count = below(4); count > 0; --count) params[one_of(kNames)] = value(0);
  if (below(2) == 0) params["parameter"] = one_of(std::array{"capacity", "0102", "1600", "0010"});
  if (below(2) == 0) params["value"] = one_of(kNumbers);
  if (below(4) == 0) params["bits"] = {{"broadcast", below(2) == 0}};
  if (below(8) == 0 && !tokens_.empty()) params["confirm"] = one_of(tokens_);
  return params;
}

json RpcPayloads::value(int depth) {
  constexpr int kDeepest = 20;
  switch (below(depth < kDeepest ? 9 : 6)) {
    case 0:
      return one_of(kNumbers);
    case 1:
      return one_of(kIntegers);
    case 2:
      return below(2) == 0;
    case 3:
      return nullptr;
    case 4:
    case 5:
      return text();
    case 6:
      return json::array({value(depth + 1), value(depth + 1)});
    case 7:
      return json{{one_of(kNames), value(depth + 1)}};
    default:
      return json::array({value(depth + 1)});
  }
}

std::string RpcPayloads::text() {
  if (below(30) == 0) return std::string(below(70'000), 'A');
  return one_of(kTexts);
}

std::string RpcPayloads::mutated(std::string text) {
  for (auto count = 1 + below(4); count > 0 && !text.empty(); --count) {
    const auto at = below(text.size());
    const auto byte = static_cast<char>(below(256));
    switch (below(5)) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.erase(at, 1 + below(4));
        break;
      case 2:
        text.insert(at, 1, byte);
        break;
      case 3:
        text += text.substr(at);
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

std::string RpcPayloads::garbage() {
  std::string bytes;
  for (auto count = below(200); count > 0; --count) bytes += static_cast<char>(below(256));
  if (below(4) == 0) bytes = std::string(below(100'000), one_of(std::array{'[', '{', '"', ' '}));
  return bytes;
}

void RpcPayloads::learn(const std::string& answer) {
  constexpr std::size_t kMostTokens = 16;
  const auto document = json::parse(answer, nullptr, false);
  if (!document.is_object() || !document.contains("confirm")) return;
  if (tokens_.size() >= kMostTokens) tokens_.erase(tokens_.begin());
  tokens_.push_back(document["confirm"]);
}

}  // namespace bmsgw::test
