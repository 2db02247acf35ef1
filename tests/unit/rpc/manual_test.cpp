#include "bmsgw/rpc/manual.hpp"

#include <cstdlib>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rpc/method_table.hpp"
#include "rpc/param_check.hpp"
#include "support/child_process.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

constexpr std::string_view kMark = "<!-- From here on made from the table of methods. -->\n\n";

/// BMSGW_REWRITE_GOLDEN=1 writes it anew.
TEST(Manual, TellsWhatTheTableSays) {
  const std::string path = std::string(BMSGW_SOURCE_DIR) + "/docs/commands.md";
  const auto text = test::read_text(path);
  const auto mark = text.find(kMark);
  ASSERT_NE(mark, std::string::npos);
  const auto wanted = text.substr(0, mark) + std::string(kMark) + format_manual();
  if (std::getenv("BMSGW_REWRITE_GOLDEN") != nullptr) test::write_text(path, wanted);
  EXPECT_EQ(test::read_text(path), wanted) << "BMSGW_REWRITE_GOLDEN=1 makes it anew";
}

TEST(Methods, HaveNamesOfTheirOwn) {
  const MethodTable table({});
  std::set<std::string_view> names;
  for (const auto& method : table.all())
    EXPECT_TRUE(names.insert(method.info.name).second) << method.info.name;
}

TEST(Methods, HaveExamplesThatTheyTake) {
  const std::vector<Device> devices{
      {"serial0", Family::g1}, {"can0", Family::can}, {"modbus0u1", Family::modbus}, {"snmp0", Family::snmp}};
  const MethodTable table({});
  for (const auto& method : table.all()) {
    const auto& info = method.info;
    const auto params = json::parse(info.example, nullptr, false);
    ASSERT_FALSE(params.is_discarded()) << info.name;
    const auto checked = check_params(info, params, devices);
    EXPECT_TRUE(std::holds_alternative<CheckedParams>(checked))
        << info.name << " " << std::get<json>(checked);
    const auto answer = json::parse(info.answer, nullptr, false);
    EXPECT_TRUE(answer.is_object() && answer.value("ok", false)) << info.name << " " << info.answer;
    EXPECT_FALSE(info.purpose.empty()) << info.name;
    const bool is_of_device = family_of(info.group).has_value();
    EXPECT_EQ(info.takes_bus, is_of_device) << info.name;
    EXPECT_EQ(info.effect != Effect::reads && is_of_device, !info.allow.empty() && is_of_device) << info.name;
  }
}

}  // namespace
}  // namespace bmsgw::rpc
