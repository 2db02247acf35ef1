#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a DBC file (Vector's description of a CAN bus; "DBC File Format Documentation", version 01/2007)
/// says.
namespace bmsgw::app::dbc {

/// The text of one raw code (VAL_).
struct CodeName {
  std::int64_t code = 0;
  std::string text;
  std::size_t line = 0;  ///< 1-based
};

/// SIG_VALTYPE_.
enum class ValueType : std::uint8_t { integer, ieee_float, ieee_double, unknown };

/// SG_ and what other statements say of it. physical = raw x factor + offset.
struct Signal {
  std::string name;
  std::size_t line = 0;      ///< 1-based
  std::string multiplexing;  ///< empty, M (the multiplexer), m3 (only with 3 in the multiplexer), m3M (both)
  std::uint32_t start = 0;   ///< 8 x byte + bit; of a big-endian signal the highest bit, else the lowest
  std::uint32_t bits = 0;
  bool big_endian = false;
  bool is_signed = false;
  double factor = 1;
  double offset = 0;
  double minimum = 0;  ///< physical; with maximum 0 too: no bounds
  double maximum = 0;
  std::string unit;
  std::string comment;
  ValueType type = ValueType::integer;
  std::vector<CodeName> names;
};

/// BO_ and what other statements say of it.
struct Message {
  std::string name;
  std::size_t line = 0;      ///< 1-based
  std::uint32_t id = 0;      ///< bit 31: a 29-bit id
  std::uint32_t length = 0;  ///< bytes
  std::string comment;
  std::optional<double> cycle_ms;  ///< the attribute GenMsgCycleTime
  std::vector<Signal> signals;
};

/// Something that is not, or not wholly, taken over.
struct Remark {
  std::size_t line = 0;  ///< 1-based; 0: of the whole file
  std::string what;      ///< with the name, as in "Pack.Current: is a float"
};

struct File {
  std::vector<Message> messages;  ///< in the order of the file
  std::vector<Remark> remarks;    ///< of statements that can't be read
};

}  // namespace bmsgw::app::dbc
