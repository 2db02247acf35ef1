#include "bmsgw/payload/log_entry_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bmsgw::payload {
namespace {

using nlohmann::json;

TEST(LogEntryJson, TellsWhatIsKnownAndNothingElse) {
  std::string text = "old";
  format_log_entry({22, "Charger \"connected\"", 1700000000123}, "serial0", text);
  EXPECT_EQ(json::parse(text), (json{{"time", 1700000000123},
                                     {"device", "serial0"},
                                     {"code", 22},
                                     {"text", "Charger \"connected\""},
                                     {"source", "log"}}));
  format_log_entry({250, "", 5}, "serial0", text);
  EXPECT_EQ(json::parse(text), (json{{"time", 5}, {"device", "serial0"}, {"code", 250}, {"source", "log"}}));
}

}  // namespace
}  // namespace bmsgw::payload
