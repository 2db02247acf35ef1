// A DBC file, read as import-dbc does: what comes out is JSON with a param for each that is counted, and
// a CAN bus can use it.
#include <string>

#include <nlohmann/json.hpp>

#include "bmsgw/config/loader.hpp"

#include "app/dbc/params_writer.hpp"
#include "app/dbc/plain_text.hpp"
#include "app/dbc/reader.hpp"
#include "fuzz_support.hpp"

namespace {

using bmsgw::fuzz::require;
using nlohmann::json;

/// The loader takes 100 times as long as the reader: it sees the inputs whose length is a multiple of this.
constexpr std::size_t kLoadEach = 64;

/// What the loader says against it as the packets of a CAN bus.
void check_loads(const json& section) {
  const auto loaded =
      bmsgw::config::load_text("settings", R"({"can": {"interface": "can0", "protocol": "can"}})", "params",
                               json{{"protocols", {{"can", section}}}}.dump(), {});
  if (!loaded.config) std::fprintf(stderr, "%s\n", to_string(loaded.problems.front()).c_str());
  require(loaded.config.has_value(), "what is imported can be used");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = bmsgw::app::dbc::plain_text(bmsgw::fuzz::text_of(data, size));
  const auto file = bmsgw::app::dbc::read(text);
  const auto section = bmsgw::app::dbc::params_section(file);

  const auto read = json::parse(section.json);
  std::size_t params = 0;
  for (const auto& packet : read["packets"]) params += packet["params"].size();
  require(read["packets"].size() == section.packets, "each packet is counted");
  require(params == section.params, "each param is counted");
  for (const auto& remark : section.remarks) require(!remark.what.empty(), "a remark says something");
  if (section.packets > 0 && size % kLoadEach == 0) check_loads(read);
  return 0;
}
