// params_config.json, beside a small good settings.json: with a Modbus bus when there is a word of Modbus.
#include "config_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string serial =
      R"({"serial": {"enabled": true, "protocol": "g1", "device": "/dev/null"}})";
  static const std::string modbus =
      R"({"modbus": {"host": "localhost", "units": [1, 2], "key_prefix": "u{unit}_"}})";
  const std::string params(bmsgw::fuzz::text_of(data, size));
  const auto& settings = params.find("modbus") == std::string::npos ? serial : modbus;
  bmsgw::fuzz::load_and_check("settings", settings, "fuzzed", params, params);
  return 0;
}
