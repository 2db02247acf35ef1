#include "gateway_flow.hpp"

#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/codec/can/frame_text.hpp"
#include "bmsgw/codec/g1/crc8.hpp"

namespace bmsgw::test {
namespace {

using core::milliseconds;

config::Config loaded(const std::string& settings, const std::string& params) {
  auto result = config::load_text("settings.json", settings, "params_config.json", params, {});
  if (result.config) return std::move(*result.config);
  std::string all;
  for (const auto& problem : result.problems) all += config::to_string(problem) + "\n";
  throw std::runtime_error(all);
}

std::string with_crc(std::string text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (auto star = text.find('*'); star != std::string::npos; star = text.find('*')) {
    const auto start = text.rfind('\n', star) == std::string::npos ? 0 : text.rfind('\n', star) + 1;
    const auto crc = codec::g1::crc8(std::string_view(text).substr(start, star - start));
    text.replace(star, 1, {kHex[crc >> 4U], kHex[crc & 15U]});
  }
  return text;
}

core::CanFrame frame_of(const std::string& text) {
  const auto frame = codec::can::parse_frame(text);
  if (!frame) throw std::runtime_error(text + ": " + frame.error().reason);
  return *frame;
}

std::errc error_of(const std::string& name) {
  static const std::map<std::string, std::errc> kErrors{{"no_such_device", std::errc::no_such_device},
                                                        {"network_down", std::errc::network_down},
                                                        {"connection_refused", std::errc::connection_refused},
                                                        {"permission_denied", std::errc::permission_denied}};
  return kErrors.at(name);
}

/// `ok` with words, `timeout`, `exception 2`.
FakeModbusLink::Reply reply_of(const std::string& text) {
  std::istringstream words(text);
  std::string word;
  FakeModbusLink::Reply reply;
  if (text == "timeout") return {core::ModbusOutcome::timeout, 0, {}, std::chrono::seconds(1)};
  if (text.starts_with("exception ")) {
    return {core::ModbusOutcome::exception, static_cast<std::uint8_t>(std::stoi(text.substr(10))), {}};
  }
  while (words >> word) reply.values.push_back(static_cast<std::uint16_t>(std::stoi(word, nullptr, 16)));
  return reply;
}

/// `u1 3@100+4`, of a write with its words.
std::string text_of(const core::ModbusRequest& request) {
  auto text = fmt::format("u{} {}@{}+{}", request.unit, static_cast<int>(request.function), request.address,
                          request.count);
  for (const auto value : request.values) text += fmt::format(" {:04X}", value);
  return text;
}

/// Of `can0`.
std::size_t number_of(const std::string& bus) {
  return static_cast<std::size_t>(std::stoi(bus.substr(bus.find_first_of("0123456789"))));
}

/// Version and uptime change without meaning anything here.
std::string without_version(std::string text) {
  const auto start = text.find("\"version\":\"");
  if (start == std::string::npos) return text;
  const auto end = text.find('"', start + 11);
  return text.replace(start + 11, end - start - 11, "...");
}

}  // namespace

GatewayFlow::GatewayFlow(const std::string& settings, const std::string& params) {
  const auto config = loaded(settings, params);
  mqtt_.on_note = [this](const std::string& line) { note(line); };
  auto make_link = [this](const config::SerialBus& /*bus*/) {
    auto link = std::make_unique<FakeLink>();
    links_.push_back(link.get());
    return link;
  };
  auto make_can_link = [this](const config::CanBus& /*bus*/, const driver::CanBusPlan& /*plan*/) {
    auto link = std::make_unique<FakeCanLink>();
    can_links_.push_back(link.get());
    return link;
  };
  auto make_modbus_link = [this](const config::ModbusBus& /*bus*/) {
    auto link = std::make_unique<FakeModbusLink>();
    modbus_links_.push_back(link.get());
    modbus_told_.push_back(0);
    return link;
  };
  auto make_snmp_link = [this](const config::SnmpBus& /*bus*/) {
    auto link = std::make_unique<FakeSnmpLink>();
    snmp_links_.push_back(link.get());
    return link;
  };
  gateway_ =
      std::make_unique<app::Gateway>(config, app::compile(config, registry_), "/etc/bms-gateway",
                                     app::GatewayParts{clock_,
                                                       make_link,
                                                       make_can_link,
                                                       make_modbus_link,
                                                       make_snmp_link,
                                                       {},
                                                       mqtt_,
                                                       outbox_,
                                                       1,
                                                       [this](std::uint64_t id, const std::string& answer) {
                                                         note("answer " + std::to_string(id) + " " + answer);
                                                       }});
}

void GatewayFlow::note(const std::string& line) {
  auto time = std::to_string(clock_.time().count());
  if (time.size() < 7) time.insert(0, 7 - time.size(), ' ');
  transcript_ += time + " " + without_version(line) + "\n";
}

std::string GatewayFlow::run(const std::string& script) {
  gateway_->start();
  settle();
  std::istringstream lines(script);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('@')) step(line);
  }
  return transcript_;
}

void GatewayFlow::step(const std::string& line) {
  const auto space = line.find(' ');
  pass_until(milliseconds(std::stoll(line.substr(1, space - 1))));
  transcript_ += line + "\n";
  act(line.substr(space + 1));
  settle();
}

void GatewayFlow::act(const std::string& action) {
  std::istringstream words(action);
  std::string verb;
  std::string first;
  std::string rest;
  words >> verb >> first;
  std::getline(words >> std::ws, rest);
  if (verb == "end") return;
  if (verb == "stop") return gateway_->drain();
  if (verb == "call") {
    return gateway_->call_here(++calls_, action.substr(verb.size() + 1), clock_.now());
  }
  if (first.starts_with("snmp")) return act_on_snmp(verb, number_of(first), rest);
  if (verb != "open" && verb != "down" && verb != "<<" && verb != "bus_off")
    return act_on_server(verb, action.substr(verb.size()));
  const auto number = number_of(first);
  if (first.starts_with("modbus")) return act_on_modbus(verb, number, rest);
  first.starts_with("can") ? act_on_can(verb, number, rest) : act_on_serial(verb, number, rest);
}

void GatewayFlow::act_on_serial(const std::string& verb, std::size_t number, const std::string& rest) {
  auto& link = *links_.at(number);
  if (verb == "open") link.open(clock_.now());
  if (verb == "down") link.down(error_of(rest), clock_.now());
  if (verb == "<<") link.bytes(with_crc(rest) + "\r\n", clock_.now());
}

void GatewayFlow::act_on_can(const std::string& verb, std::size_t number, const std::string& rest) {
  auto& link = *can_links_.at(number);
  if (verb == "open") link.open(clock_.now());
  if (verb == "down") link.down(error_of(rest), clock_.now());
  if (verb == "bus_off") link.controller(transport::ControllerState::bus_off, clock_.now());
  if (verb == "<<") link.frame(frame_of(rest), clock_.now());
}

void GatewayFlow::act_on_modbus(const std::string& verb, std::size_t number, const std::string& rest) {
  auto& link = *modbus_links_.at(number);
  if (verb == "open") link.open(clock_.now());
  if (verb == "down") link.down(error_of(rest), rest, clock_.now());
  if (verb == "<<") link.answer(reply_of(rest), clock_.now());
}

void GatewayFlow::act_on_snmp(const std::string& verb, std::size_t number, const std::string& rest) {
  auto& link = *snmp_links_.at(number);
  if (verb == "open") return link.open(clock_.now());
  if (verb == "down") return link.down(rest, clock_.now());
  if (verb == "trap") return trap(number, rest);
  if (verb == "mute") return void(mute_.insert(number));
  if (verb == "unmute") return void(mute_.erase(number));
  const auto space = rest.find(' ');
  const auto oid = rest.substr(0, space);
  const auto value = rest.substr(space + 1);
  if (value == "absent") return agents_[number].remove(oid);
  agents_[number].set(oid, value_of(value));
}

core::SnmpValue GatewayFlow::value_of(const std::string& text) {
  if (!text.starts_with('"')) return std::int64_t{std::stoll(text)};
  return std::string_view(texts_.emplace_back(text.substr(1, text.size() - 2)));
}

void GatewayFlow::trap(std::size_t number, const std::string& rest) {
  std::istringstream words(rest);
  std::string name;
  words >> name;
  core::SnmpTrap trap{name, "192.168.20.177", {}};
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    const auto& oid = texts_.emplace_back(word.substr(0, equals));
    trap.varbinds.push_back({oid, value_of(word.substr(equals + 1))});
  }
  snmp_links_.at(number)->trap(trap, clock_.now());
}

/// The agent answers at once, unless it is mute; what is set is noted.
void GatewayFlow::answer_snmp(std::size_t number) {
  auto& link = *snmp_links_[number];
  while (link.pending()) {
    const auto request = *link.pending();
    for (const auto& set : request.sets)
      note(fmt::format(">> snmp{} set {} {}", number, set.oid, std::get<std::int64_t>(set.value)));
    if (!mute_.contains(number)) {
      link.answer(agents_[number].answer(request), clock_.now());
    } else {
      note(fmt::format(">> snmp{} {} objects in vain", number, core::count_oids(request.oids)));
      FakeSnmpLink::Reply reply;
      reply.outcome = core::SnmpOutcome::timeout;
      link.answer(reply, clock_.now());
    }
  }
}

void GatewayFlow::act_on_server(const std::string& verb, const std::string& rest) {
  if (verb == "accept") return mqtt_.accept();
  if (verb == "lose") return mqtt_.lose("the server has closed the connection");
  if (verb == "ack") {
    acknowledging_ = rest == " on";
  } else if (verb == "refuse") {
    const bool credentials = rest == " credentials";
    mqtt_.refuse(
        credentials ? northbound::ConnectFailure::refused_credentials : northbound::ConnectFailure::network,
        credentials ? "the user name or password is wrong" : "connection refused");
  } else if (verb == "rpc") {
    const auto id_end = rest.find(' ', 1);
    mqtt_.message("v1/devices/me/rpc/request/" + rest.substr(1, id_end - 1), rest.substr(id_end + 1));
  } else if (verb == "shared") {
    mqtt_.message("v1/devices/me/attributes", rest.substr(1));
  } else if (verb == "shared_answer") {
    const auto id_end = rest.find(' ', 1);
    mqtt_.message("v1/devices/me/attributes/response/" + rest.substr(1, id_end - 1), rest.substr(id_end + 1));
  } else {
    throw std::runtime_error("unknown verb: " + verb);
  }
}

void GatewayFlow::pass_until(milliseconds time) {
  while (FakeClock::time_of(gateway_->next_wake()) <= time) {
    clock_.set(std::max(clock_.time(), FakeClock::time_of(gateway_->next_wake())));
    gateway_->on_time(clock_.now());
    settle();
  }
  clock_.set(time);
}

/// What one answer ends may lead to the next request.
void GatewayFlow::settle() {
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) {
    gateway_->settle(clock_.now());
    note_output();
  }
  if (acknowledging_ && mqtt_.connected()) mqtt_.acknowledge_all();
}

void GatewayFlow::note_output() {
  for (std::size_t i = 0; i < links_.size(); ++i) {
    for (const auto& bytes : links_[i]->take())
      note(">> serial" + std::to_string(i) + " " + bytes.substr(0, bytes.size() - 2));
  }
  for (std::size_t i = 0; i < can_links_.size(); ++i) {
    for (const auto& frame : can_links_[i]->take())
      note(">> can" + std::to_string(i) + " " + codec::can::format_frame(frame));
  }
  for (std::size_t i = 0; i < modbus_links_.size(); ++i) {
    const auto& link = *modbus_links_[i];
    if (link.pending() && std::exchange(modbus_told_[i], link.submitted) != link.submitted) {
      note(">> modbus" + std::to_string(i) + " " + text_of(*link.pending()));
    }
  }
  for (std::size_t i = 0; i < snmp_links_.size(); ++i) answer_snmp(i);
}

}  // namespace bmsgw::test
