// params_config.json, beside a small good settings.json.
#include "config_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string settings =
      R"({"serial": {"enabled": true, "protocol": "g1", "device": "/dev/null"}})";
  const std::string params(bmsgw::fuzz::text_of(data, size));
  bmsgw::fuzz::load_and_check("settings", settings, "fuzzed", params, params);
  return 0;
}
