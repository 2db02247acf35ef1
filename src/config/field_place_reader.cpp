#include "config/field_place_reader.hpp"

#include <array>
#include <string>

#include "config/param_reader.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;

constexpr std::array<const char*, 4> kCanKeys{"start", "pack_length", "parts", "bit_numbering"};

void check_bit(const core::FieldFormat& format, const JsonView& bit, ProblemList& problems) {
  if (format.bit != 0 && format.encoding != Encoding::hex_bit_bool) {
    problems.error(bit,
                   "needs the encoding HEX_BIT_BOOL, not " + std::string(core::to_string(format.encoding)));
  } else if (format.encoding == Encoding::hex_bit_bool && format.bits && format.bit >= *format.bits) {
    problems.error(bit, "must be below \"bits\", " + std::to_string(*format.bits) + ", not " +
                            std::to_string(format.bit));
  }
}

void check_list(const JsonView& param, const ParamConfig& config, ProblemList& problems) {
  const bool is_array = config.format.encoding == Encoding::hex_dec_byte_array;
  const auto encoding = std::string(core::to_string(config.format.encoding));
  if (config.list && !is_array) {
    problems.error(param["packing"], "LIST needs the encoding HEX_DEC_BYTE_ARRAY, not " + encoding);
  } else if (is_array && !config.list) {
    problems.error(param, "the encoding HEX_DEC_BYTE_ARRAY needs \"packing\": \"LIST\"");
  }
  if (!config.list && config.index_field)
    problems.error(param["index_field"], "means nothing without \"packing\": \"LIST\"");
}

}  // namespace

void read_field_place(const JsonView& param, ParamConfig& config, ProblemList& problems) {
  config.field = static_cast<std::uint32_t>(param["field"].integer().value_or(1));
  config.format.bit = static_cast<std::uint8_t>(param["bit"].integer().value_or(0));
  if (const auto field = param["index_field"].integer())
    config.index_field = static_cast<std::uint32_t>(*field);
  check_bit(config.format, param["bit"], problems);
  check_list(param, config, problems);
  warn_of(param, kCanKeys, "means nothing in a sentence", problems);
}

}  // namespace bmsgw::config
