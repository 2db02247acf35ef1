#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/codec/g1/sentence.hpp"

#include "simulator/g1_unit.hpp"

/// What the tests of the control unit share: a unit of their own, its output taken apart again.
namespace bmsgw::simulator {

struct Heard {
  std::string name;
  std::vector<std::string> fields;

  [[nodiscard]] const std::string& field(std::size_t number) const { return fields.at(number - 1); }
  [[nodiscard]] unsigned long hex_field(std::size_t number) const {
    return std::stoul(field(number), nullptr, 16);
  }
};

/// Only whole sentences with a right CRC.
inline std::vector<Heard> heard(const std::vector<std::string>& output) {
  std::string bytes;
  for (const auto& text : output) bytes += text;
  codec::g1::Framer framer;
  framer.feed(bytes);
  std::vector<Heard> sentences;
  codec::g1::Sentence sentence;
  while (const auto frame = framer.next()) {
    if (frame->kind != codec::g1::Frame::Kind::sentence || !codec::g1::split_sentence(frame->text, sentence))
      continue;
    sentences.push_back({std::string(sentence.name), {sentence.fields.begin(), sentence.fields.end()}});
  }
  return sentences;
}

inline UnitConfig unit_config() {
  UnitConfig config;
  config.start_unix_s = 1'700'000'000;
  return config;
}

/// A unit that volunteers nothing, already started.
inline G1Unit quiet_unit(UnitConfig config = unit_config()) {
  config.parameters.broadcast = false;
  G1Unit unit(config);
  (void)unit.take_output();
  return unit;
}

inline std::vector<Heard> ask(G1Unit& unit, std::string_view name, std::string_view fields, Elapsed now) {
  const auto line = codec::g1::encode_sentence(name, fields) + "\r\n";
  unit.on_bytes(std::span(line), now);
  return heard(unit.take_output());
}

inline constexpr Elapsed operator""_s(unsigned long long seconds) {
  return std::chrono::seconds(static_cast<long>(seconds));
}

}  // namespace bmsgw::simulator
