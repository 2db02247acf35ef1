#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "config/embedded_files.hpp"
#include "unit/config/folder.hpp"
#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = BMSGW_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST_F(Folder, MissingFilesAreNamed) {
  EXPECT_EQ(problems(),
            "E DIR/params_config.json: can't be read; --config-dir names the folder that it is in\n"
            "E DIR/settings.json: can't be read; --config-dir names the folder that it is in\n");
}

TEST_F(Folder, MistakesInOneFileAreSaidWhenTheOtherIsMissing) {
  write("settings.json", R"({"log": {"level": 3}})");
  EXPECT_EQ(problems(),
            "E DIR/params_config.json: can't be read; --config-dir names the folder that it is in\n"
            "E DIR/settings.json:1:19: /log/level: must be one of \"debug\", \"info\", \"warning\", "
            "\"error\", not 3\n");
}

TEST_F(Folder, TheOtherNameLoads) {
  write("settings.json", kSettings);
  write("params_configx.json", kParams);
  EXPECT_EQ(problems(), "");
}

TEST_F(Folder, BothNamesAreAnError) {
  write("settings.json", kSettings);
  write("params_config.json", kParams);
  write("params_configx.json", kParams);
  EXPECT_EQ(problems(), "E DIR/params_config.json: there is DIR/params_configx.json too: keep one of them\n");
}

TEST_F(Folder, TenMistakesAreTenLines) {
  write("settings.json", R"({
  "serial": {"type": "RS232", "speed": "fast", "protocol": "g2", "max_line": 10},
  "mqtt": {"uri": "http://host", "qos": 5, "usrname": "x"},
  "log": {"level": "info", "level": "debug"}
})");
  write("params_config.json", R"({
  "protocols": {"g1": {"packets": {"BV1": {"params": {
    "Min": {"field": 0, "format": "UHXE", "route_to_mqtt": "min"}
  }}}}},
  "routes": [{"from": {"prot": "g1", "sentence": "BV9", "param": "Min"}, "to": {"prot": "mqtt", "param": "m"}}]
})");
  const auto text = problems();
  EXPECT_EQ(std::ranges::count(text, '\n'), 10) << text;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    EXPECT_EQ(line.substr(0, 6), "E DIR/");
    EXPECT_NE(line.find(".json:"), std::string::npos) << line;
  }
  EXPECT_FALSE(load(places_).config.has_value());
}

TEST(Golden, RmsFilesLoad) {
  const auto root = kSource / "tests/golden/rms";
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (!entry.is_directory()) continue;
    ++count;
    Places places;
    places.config_dir = entry.path().string();
    const auto result = load(places);
    EXPECT_TRUE(result.config.has_value()) << lines(result.problems);
  }
  EXPECT_GE(count, 4U);
}

/// The first packet of the CAN bus of a folder there.
PacketConfig rms_packet(const std::string& folder) {
  Places places;
  places.config_dir = (kSource / "tests/golden/rms" / folder).string();
  const auto config = load(places).config.value_or(Config{});
  EXPECT_EQ(config.settings.can.size(), 1U);
  EXPECT_EQ(config.params.buses.size(), 2U);
  if (config.params.buses.size() < 2 || config.params.buses[1].packets.empty()) return {};
  EXPECT_EQ(config.params.buses[1].bus, "can0");
  return config.params.buses[1].packets.front();
}

TEST(Golden, RmsFilesHaveTheirCanPackets) {
  for (const auto* folder : {"manual_000", "manual_001", "manual_001_nested"}) {
    SCOPED_TRACE(folder);
    const auto packet = rms_packet(folder);
    EXPECT_EQ(packet.name + " " + packet.id, "Overall X19B50000");
    EXPECT_EQ(packet.request_period_s, 1.0);
    ASSERT_TRUE(packet.can.has_value());
    EXPECT_EQ(packet.can->id, core::CanId::extended(0x19B50000));
    EXPECT_EQ(packet.can->range, 1U);
    EXPECT_EQ(packet.can->dlc, 0) << "any";
    ASSERT_EQ(packet.params.size(), 2U);
    EXPECT_EQ(packet.params[0].place, core::CanPlace{}) << "byte 0";
    EXPECT_EQ(packet.params[0].route_to_mqtt, "inputs");
  }
  EXPECT_EQ(rms_packet("manual_000").params.at(1).place, core::CanPlace{}) << "no start: byte 0 too";
  EXPECT_EQ(rms_packet("manual_001").params.at(1).place.pieces.at(0).start, 8);
}

TEST(Shipped, DefaultsLoadWithoutAWarning) {
  Places places;
  places.config_dir = (kSource / "config").string();
  places.serial_by_id = "/dev/null/none";
  const auto result = load(places);
  EXPECT_TRUE(result.config.has_value());
  for (const auto& problem : result.problems)
    EXPECT_EQ(problem.severity, Severity::note) << to_string(problem);
}

struct ShippedProfile {
  const char* name;
  const char* keys;  ///< of the bus, besides the profile
  const char* overall_id;
};

TEST(Shipped, ProfilesLoadWithoutAWordAtAnyBaseAndGeneration) {
  constexpr ShippedProfile kRows[] = {
      {"emus-g1-can", R"("generation": 2)", "X19B50000"},
      {"emus-g1-can", R"("generation": 3)", "X19B50000"},
      {"emus-g1-can", R"("generation": 3, "id_base": "X10B52000")", "X10B52000"},
      {"emus-g1-can", R"("generation": 2, "id_base": "S300")", "S300"},
      {"emus-g1-can", R"("generation": 3, "id_base": "S000")", "S000"},
      {"emus-mini3-can", R"("id_base": "X19B50000")", "X19B50000"},
      {"emus-mini3-can", R"("id_base": "S100")", "S100"},
  };
  Places places;
  places.profile_dirs = {(kSource / "config/profiles").string()};
  for (const auto& row : kRows) {
    SCOPED_TRACE(std::string(row.name) + " " + row.keys);
    const auto settings = R"({"can": {"profile": ")" + std::string(row.name) + R"(", )" + row.keys + "}}";
    const auto config = load_quietly(settings, "{}", places);
    ASSERT_FALSE(config.params.buses.empty());
    const auto& packets = config.params.buses[0].packets;
    const auto overall = std::ranges::find(packets, "OverallParameters", &PacketConfig::name);
    ASSERT_NE(overall, packets.end());
    EXPECT_EQ(overall->id, row.overall_id);
  }
}

/// The keys of a schema, as pointers with * for entries of maps and lists.
void add_keys(const nlohmann::json& root, const nlohmann::json& node, const std::string& at,
              std::set<std::string>& keys) {
  if (node.contains("$ref")) {
    const auto pointer = node["$ref"].get<std::string>().substr(1);
    return add_keys(root, root.at(nlohmann::json::json_pointer(pointer)), at, keys);
  }
  const bool is_list = node.contains("items") && node["items"].contains("properties");
  const auto& properties = is_list ? node["items"] : node;
  const auto inner = is_list ? at + "/*" : at;
  if (!properties.contains("properties")) return;
  for (const auto& [key, schema] : properties["properties"].items()) {
    keys.insert(inner + "/" + key);
    add_keys(root, schema, inner + "/" + key, keys);
  }
}

void add_given(const nlohmann::json& value, const std::string& at, std::set<std::string>& keys) {
  for (const auto& [key, member] : value.items()) {
    const auto inner = value.is_array() ? at + "/*" : at + "/" + key;
    keys.insert(inner);
    if (member.is_structured()) add_given(member, inner, keys);
  }
}

TEST(Shipped, FullSettingsHaveEveryKeyOfTheSchemaAndLoad) {
  const auto text = text_of(kSource / "config/settings.full.json");
  std::set<std::string> given;
  add_given(nlohmann::json::parse(text), "", given);
  std::set<std::string> keys;
  const auto schema = nlohmann::json::parse(k_settings_schema);
  add_keys(schema, schema, "", keys);
  for (const auto& key : keys) {
    const bool is_entry_of_allow = key.find("/allow/*/") != std::string::npos;  // none by default
    EXPECT_TRUE(given.contains(key) || key == "/$schema" || is_entry_of_allow) << key;
  }
  Places places;
  places.serial_by_id = "/dev/null/none";
  const auto result = load_both(text, text_of(kSource / "config/params_config.full.json"), places);
  for (const auto& problem : result.problems)
    EXPECT_EQ(problem.severity, Severity::note) << to_string(problem);
}

TEST(Shipped, FullParamsLoad) {
  const auto result = load_both(kSettings, text_of(kSource / "config/params_config.full.json"));
  for (const auto& problem : result.problems)
    EXPECT_EQ(problem.severity, Severity::note) << to_string(problem);
}

}  // namespace
}  // namespace bmsgw::config
