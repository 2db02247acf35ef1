#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "gateway_flow.hpp"

namespace bmsgw::test {
namespace {

namespace fs = std::filesystem;

fs::path golden_dir() {
  return fs::path(BMSGW_SOURCE_DIR) / "tests" / "golden" / "flow";
}

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<std::string> scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(golden_dir())) {
    if (entry.path().extension() == ".flow") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

/// Each scenario is one transcript: its `@` lines are the script, the others what the gateway did. To write
/// the transcripts anew: BMSGW_REWRITE_GOLDEN=1 ctest -L flow; then read the difference.
class GoldenFlowTest : public testing::TestWithParam<std::string> {
 protected:
  /// `<scenario>.settings.json` where there is one, else settings.json.
  static std::string own_or_common(const std::string& name) {
    const auto own = golden_dir() / (GetParam() + "." + name);
    return read_file(fs::exists(own) ? own : golden_dir() / name);
  }
};

TEST_P(GoldenFlowTest, GoesAsWrittenDown) {
  const auto path = golden_dir() / (GetParam() + ".flow");
  const auto expected = read_file(path);
  GatewayFlow flow(own_or_common("settings.json"), own_or_common("params_config.json"));
  const auto header = expected.substr(0, expected.find('\n') + 1);  // the first line says what it shows
  const auto actual = header + flow.run(expected);
  if (std::getenv("BMSGW_REWRITE_GOLDEN") != nullptr) std::ofstream(path) << actual;
  EXPECT_EQ(actual, expected);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, GoldenFlowTest, testing::ValuesIn(scenarios()),
                         [](const auto& scenario) { return scenario.param; });

}  // namespace
}  // namespace bmsgw::test
