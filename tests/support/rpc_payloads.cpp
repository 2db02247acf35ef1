#include "rpc_payloads.hpp"

#include <array>
#include <utility>

#include "rpc/method_table.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

constexpr std::array kOddMethods{"", "g1.", "G1.RESET", "g1.reset ", "modbus.command\n", "rpc", "*"};

constexpr std::array kNames{
    "bus",     "parameter", "parameters", "value",   "bits",   "id",      "sentence", "password", "percent",
    "celsius", "cell",      "beta",       "gamma",   "delta",  "data",    "remote",   "fd",       "file",
    "reset",   "point",     "function",   "address", "count",  "command", "argument", "level",    "seconds",
    "dryRun",  "confirm",   "fields",     "method",  "params", "",
};

constexpr std::array kTexts{
    "serial0",
    "can0",
    "modbus0",
    "modbus0u1",
    "snmp0",
    "capacity",
    "0102",
    "1600",
    "1604",
    "010",
    "CF2",
    "CF2,0102,03E8",
    "RS1",
    "RS1,0",
    "SC1",
    "SC1,50",
    "FD1",
    "PW1",
    "PW2,secret",
    "LG1",
    "LG1,01",
    "SS1,01",
    "CN1",
    "VR1",
    "BV1",
    "x",
    "xxxxx",
    "SC1,50\r\nRS1",
    "X18FF0001",
    "X18FF50E5",
    "S123",
    "00",
    "0011223344556677",
    "FFFFFFFFFFFFFFFF",
    "zz",
    "irTest",
    "Settings/irHigh",
    "clearAlarms",
    "debug",
    "trace",
    "firmware.bin",
    "../../etc/passwd",
    "true",
    "null",
    "1e309",
    "-0",
    "\xC3\xA4",
    "\x01",
    "?",
    "*",
    "#",
};

constexpr std::array kNumbers{0.0,           1.0,
                              -1.0,          2.0,
                              3.0,           4.0,
                              5.0,           6.0,
                              15.0,          16.0,
                              40.0,          50.0,
                              100.0,         102.0,
                              255.0,         256.0,
                              1600.0,        65535.0,
                              65536.0,       0.5,
                              -0.25,         1e-300,
                              1e300,         2147483647.0,
                              -2147483648.0, 9007199254740993.0};

constexpr std::array<std::int64_t, 6> kIntegers{INT64_MIN, INT64_MAX, 0, 7, -7, 4'294'967'296};

}  // namespace

std::size_t RpcPayloads::below(std::size_t end) {
  return random_() % end;  // not a distribution of the library: those differ between versions
}

RpcPayloads::RpcPayloads(std::uint32_t seed, const std::vector<json>& examples) : random_(seed) {
  for (const auto& method : rpc::built_in_methods()) {
    Method known{std::string(method.info.name), {}, json::parse(method.info.example, nullptr, false)};
    for (const auto& param : method.info.params) known.params.emplace_back(param.name);
    if (!known.example.is_object()) known.example = json::object();
    methods_.push_back(std::move(known));
  }
  for (const auto& example : examples) {
    Method known{example.at("method"), {}, example.at("params")};
    for (const auto& [name, value] : known.example.items()) known.params.push_back(name);
    methods_.push_back(std::move(known));
  }
}

std::string RpcPayloads::next() {
  const auto kind = below(10);
  if (kind == 0) return garbage();
  last_call_ = kind == 1 ? odd_call() : call();
  auto text = last_call_.dump(-1, ' ', below(2) == 0, json::error_handler_t::replace);
  return kind < 4 ? mutated(std::move(text)) : text;
}

json RpcPayloads::call() {
  if (!confirmed_.empty() && below(8) == 0) return one_of(confirmed_);
  const auto& method = one_of(methods_);
  return {{"method", method.name}, {"params", varied(method)}};
}

json RpcPayloads::odd_call() {
  json call;
  call["method"] = below(4) == 0 ? value(0) : json(one_of(kOddMethods));
  if (below(4) != 0) call["params"] = value(0);
  if (below(4) == 0) call[one_of(kNames)] = value(0);
  return call;
}

/// Its example; half of them with other values, params less, or more.
json RpcPayloads::varied(const Method& method) {
  auto params = method.example;
  for (auto count = below(2) * (1 + below(3)); count > 0; --count) {
    const auto change = below(8);
    if (change == 0) {
      params[one_of(kNames)] = value(0);
    } else if (change == 1 && !params.empty()) {
      params.erase(params.begin());
    } else if (!method.params.empty()) {
      params[one_of(method.params)] = value(0);
    }
  }
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
  constexpr std::size_t kMost = 16;
  const auto document = json::parse(answer, nullptr, false);
  const bool has_token =
      document.is_object() && document.contains("confirm") && document["confirm"].is_string();
  if (!has_token || !last_call_.is_object() || !last_call_.contains("params")) return;
  auto call = last_call_;
  if (!call["params"].is_object()) return;
  call["params"]["confirm"] = document["confirm"];
  if (confirmed_.size() >= kMost) confirmed_.erase(confirmed_.begin());
  confirmed_.push_back(std::move(call));
}

}  // namespace bmsgw::test
