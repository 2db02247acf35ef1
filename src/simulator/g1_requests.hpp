#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/codec/g1/sentence.hpp"

#include "simulator/unit_memory.hpp"

namespace bmsgw::simulator {

/// What comes of a sentence that the unit hears.
struct G1Outcome {
  std::vector<std::string> sentences;  ///< that it answers with, complete
  bool obeyed = false;                 ///< it was for the unit, and right
  bool restart = false;                ///< it starts anew now
};

/// The half of the control unit that listens: `X,?`, `CF2,<id>,?` and every write of the G1 Control Unit
/// Serial Protocol 2.1.0. With a level 1 password set, a write needs level 1; defaults and calibrations, with
/// a level 2 password set, level 2. What needs a level that isn't reached is answered by `PW1,?` and not
/// done. Thread: any (no sharing).
class G1Requests {
 public:
  explicit G1Requests(UnitMemory& memory) : memory_(memory) {}

  [[nodiscard]] G1Outcome on_sentence(const codec::g1::Sentence& sentence, std::string_view version);

 private:
  struct Write;
  [[nodiscard]] static std::span<const Write> writes();
  void answer_request(const codec::g1::Sentence& sentence, std::string_view version);
  void answer_simple(std::string_view name, std::string_view version);
  void obey(const codec::g1::Sentence& sentence);
  void answer(std::string_view name, std::string_view fields);
  void answer_all(std::string_view name, const std::vector<std::string>& sentences);

  bool write_parameter(const codec::g1::Sentence& sentence);
  bool clear_log(const codec::g1::Sentence& sentence);
  bool clear_statistics(const codec::g1::Sentence& sentence);
  bool read_statistic(const codec::g1::Sentence& sentence);
  bool set_charge(const codec::g1::Sentence& sentence);
  bool zero_current(const codec::g1::Sentence& sentence);
  bool set_defaults(const codec::g1::Sentence& sentence);
  bool calibrate_modules(const codec::g1::Sentence& sentence);
  bool calibrate_sensor(const codec::g1::Sentence& sentence);
  bool send_can(const codec::g1::Sentence& sentence);
  bool restart(const codec::g1::Sentence& sentence);
  bool log_in(const codec::g1::Sentence& sentence);
  bool set_password(const codec::g1::Sentence& sentence);

  UnitMemory& memory_;
  G1Outcome outcome_;
};

}  // namespace bmsgw::simulator
