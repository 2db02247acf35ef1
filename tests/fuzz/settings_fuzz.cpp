// settings.json, beside a small good params_config.json.
#include "config_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string params = R"({
    "protocols": {"g1": {
      "formats": {"V": {"encoding": "HEX_DEC", "factor": 0.01, "decimals": 2, "units": "V"}},
      "packets": {"BV1": {"params": {"minVolt": {"field": 2, "format": "V", "route_to_mqtt": "minVolt"}}}}
    },
    "modbus": {
      "packets": {"P": {"params": {"set": {"address": 1, "write": 6}}}},
      "commands": {"go": {"argument": {"min": 0, "max": 9}, "write": {"address": 2, "value": "argument"}}}
    }},
    "routes": [{"from": {"prot": "g1", "sentence": "BV1", "param": "minVolt"}, "to": {"prot": "mqtt", "param": "v"}}]
  })";
  const std::string settings(bmsgw::fuzz::text_of(data, size));
  bmsgw::fuzz::load_and_check("fuzzed", settings, "params", params, settings);
  return 0;
}
