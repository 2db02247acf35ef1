// What a G1 unit can be asked: its sentences, log, statistics, clock. G1 Control Unit Serial Protocol 2.1.0.
#include <algorithm>
#include <array>

#include "g1_asks.hpp"
#include "g1_json.hpp"
#include "g1_methods.hpp"
#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
namespace g1 = codec::g1;

/// Of these a unit sends several sentences, one for each part.
constexpr std::array<std::string_view, 6> kLists{"BB2", "BT2", "BT4", "BV2", "LG1", "SS1"};

template <typename Record>
json records(const core::Reply& reply, const char* key, Record record) {
  auto entries = json::array();
  auto bad = json::array();
  for (const auto& text : reply.lines) {
    const ReplyLine line(text);
    auto entry = record(line.sentence());
    if (entry.is_object()) entries.push_back(std::move(entry));
    if (entry.is_string()) bad.push_back(line.text() + ": " + entry.template get<std::string>());
  }
  json answer{{key, std::move(entries)}};
  if (!bad.empty()) answer["unreadable"] = std::move(bad);
  if (!reply.reason.empty()) answer["detail"] = reply.reason;
  return answer;
}

Begun reads(const MethodCall& call, const char* sentence, ReadTask::Format format,
            G1Answer answer = G1Answer::one, const std::string& argument = "") {
  return std::make_unique<ReadTask>(g1_read(call.device, sentence, argument, answer), std::move(format));
}

json answer_of_sentences(const std::string& name, bool is_list, const core::Reply& reply) {
  auto rows = json::array();
  for (const auto& text : reply.lines) {
    const ReplyLine line(text);
    rows.push_back(line.sentence().fields);
  }
  json answer{{"sentence", name}};
  if (is_list) answer["rows"] = std::move(rows);
  if (!is_list) answer["fields"] = rows.empty() ? json::array() : rows.front();
  if (!reply.reason.empty()) answer["detail"] = reply.reason;
  return answer;
}

bool is_sentence_name(std::string_view text) {
  const auto is_plain = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return std::ranges::all_of(text, is_plain);
}

Begun read_sentence(const MethodCall& call) {
  const auto name = call.params.at("sentence").get<std::string>();
  if (!is_sentence_name(name)) return refusal("bad_params", R"("sentence" must be a name such as BV1)");
  if (name == "CF2") return refusal("bad_params", "CF2 wants a parameter: g1.getParameter reads them");
  const bool is_list = std::ranges::find(kLists, name) != kLists.end();
  const auto format = [name, is_list](const core::Reply& reply) {
    return answer_of_sentences(name, is_list, reply);
  };
  return reads(call, name.c_str(), format, is_list ? G1Answer::list : G1Answer::one);
}

json answer_of_version(const core::Reply& reply) {
  const ReplyLine line(reply);
  const auto version = g1::decode_version(line.sentence());
  if (!version) return unreadable(line, version.error());
  json answer{{"hardware", version->hardware}, {"version", version->firmware}};
  if (version->serial_number) answer["serialNumber"] = *version->serial_number;
  return answer;
}
Begun get_version(const MethodCall& call) {
  return reads(call, "VR1", answer_of_version);
}

json answer_of_time(const core::Reply& reply) {
  const ReplyLine line(reply);
  const auto time = g1::decode_time(line.sentence());
  if (!time) return unreadable(line, time.error());
  json answer{{"time", time->unix_ms}};
  if (time->uptime_s) answer["uptime"] = *time->uptime_s;
  return answer;
}
Begun get_time(const MethodCall& call) {
  return reads(call, "TD1", answer_of_time);
}

json answer_of_access(const core::Reply& reply) {
  const ReplyLine line(reply);
  const auto level = g1::decode_access(line.sentence());
  if (!level) return unreadable(line, level.error());
  return {{"level", *level}};
}
Begun get_access(const MethodCall& call) {
  return reads(call, "PW1", answer_of_access);
}

json record_of_event(const g1::Sentence& sentence) {
  const auto event = g1::decode_log_event(sentence);
  if (!event) return g1::to_string(event.error());
  return *event ? json_of(**event) : json();
}
json answer_of_log(const core::Reply& reply) {
  return records(reply, "events", record_of_event);
}
Begun get_log(const MethodCall& call) {
  return reads(call, "LG1", answer_of_log, G1Answer::list);
}

json record_of_statistic(const g1::Sentence& sentence) {
  const auto statistic = g1::decode_statistic(sentence);
  return statistic ? json_of(*statistic) : json(g1::to_string(statistic.error()));
}
json answer_of_statistics(const core::Reply& reply) {
  return records(reply, "statistics", record_of_statistic);
}
Begun get_statistics(const MethodCall& call) {
  return reads(call, "SS1", answer_of_statistics, G1Answer::list);
}

json answer_of_statistic(const core::Reply& reply) {
  const ReplyLine line(reply);
  const auto statistic = g1::decode_statistic(line.sentence());
  return statistic ? json_of(*statistic) : unreadable(line, statistic.error());
}
Begun get_statistic(const MethodCall& call) {
  const auto id = hex_text(call.params.at("id").get<std::uint32_t>(), 2);
  return reads(call, "SS1", answer_of_statistic, G1Answer::one, id);
}

json answer_of_resets(const core::Reply& reply) {
  const ReplyLine line(reply);
  const auto resets = g1::decode_resets(line.sentence());
  if (!resets) return unreadable(line, resets.error());
  auto entries = json::array();
  for (const auto& reset : *resets) entries.push_back(json_of(reset));
  return {{"resets", std::move(entries)}};
}
Begun get_reset_history(const MethodCall& call) {
  return reads(call, "RS2", answer_of_resets);
}

constexpr std::array<ParamSpec, 1> kSentence{
    {{"sentence", ParamSpec::Kind::text, true, "name of a sentence that can be asked for, as BV1", 2, 8}}};
constexpr std::array<ParamSpec, 1> kStatistic{
    {{"id", ParamSpec::Kind::integer, true, "number of the statistic, as the manual lists them", 0, 255}}};

constexpr MethodInfo info(std::string_view name, std::string_view purpose, std::string_view example,
                          std::string_view answer, std::span<const ParamSpec> params = {}) {
  return {name, "g1", purpose, Effect::reads, params, true, "", example, answer};
}

constexpr std::array<TaskMethod, 8> kMethods{{
    {info("g1.read", "a sentence as it is; \"rows\" where the unit sends several",
          R"({"bus":"serial0","sentence":"BC1"})",
          R"({"ok":true,"sentence":"BC1","fields":["000456F0","00057E40","1EDC"]})", kSentence),
     read_sentence},
    {info("g1.getVersion", "hardware, serial number and firmware", R"({"bus":"serial0"})",
          R"({"ok":true,"hardware":"BMS1","serialNumber":898,"version":"2.1.0"})"),
     get_version},
    {info("g1.getTime", "the unit's clock (ms since 1970, without time zone) and its uptime in seconds",
          R"({"bus":"serial0"})", R"({"ok":true,"time":1412693407000,"uptime":997})"),
     get_time},
    {info("g1.getAccess", "the access level: 0 logged out, 1 or 2", R"({"bus":"serial0"})",
          R"({"ok":true,"level":0})"),
     get_access},
    {info("g1.getLog", "the event log, times by the unit's clock; sequence 0 is the latest",
          R"({"bus":"serial0"})",
          R"({"ok":true,"events":[{"sequence":0,"code":1,"text":"BMS started","time":1412958291000}]})"),
     get_log},
    {info(
         "g1.getStatistics", "all statistics, times by the unit's clock", R"({"bus":"serial0"})",
         R"({"ok":true,"statistics":[{"id":10,"name":"Min Cell Voltage","value":3.33,"units":"V","cell":0,"time":1413198158000},{"id":18,"name":"BMS starts count","count":16,"time":1413198158000}]})"),
     get_statistics},
    {info(
         "g1.getStatistic", "one statistic", R"({"bus":"serial0","id":10})",
         R"({"ok":true,"id":10,"name":"Min Cell Voltage","value":3.33,"units":"V","cell":0,"time":1413198158000})",
         kStatistic),
     get_statistic},
    {info("g1.getResetHistory", "the last resets and what caused them, times by the unit's clock",
          R"({"bus":"serial0"})",
          R"({"ok":true,"resets":[{"number":1,"time":1412953852000,"causes":["User caused"]}]})"),
     get_reset_history},
}};

}  // namespace

MethodList g1_read_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
