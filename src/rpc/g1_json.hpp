#pragma once

#include <nlohmann/json.hpp>

#include "bmsgw/codec/g1/records.hpp"
#include "bmsgw/core/g1_parameter.hpp"

/// What a G1 unit says, as the answers of methods have it. What it doesn't say is left out. Pure. Thread:
/// any.
namespace bmsgw::rpc {

/// {"sequence":3,"code":1,"text":"BMS started","time":1412958291000}
[[nodiscard]] nlohmann::json json_of(const codec::g1::LogEvent& event);
/// {"id":10,"name":"Min Cell Voltage","value":3.33,"units":"V","cell":0,"time":1413198158000}; besides
/// "count"; "lowest", "highest", "lowestCell"; of an id that isn't in the manual "info".
[[nodiscard]] nlohmann::json json_of(const codec::g1::Statistic& statistic);
/// {"number":1,"time":1412953852000,"causes":["User caused"]}
[[nodiscard]] nlohmann::json json_of(const codec::g1::Reset& reset);

/// 0102
[[nodiscard]] std::string id_text(const core::G1Parameter& parameter);
/// A number, a text, or {"name":true,...}.
[[nodiscard]] nlohmann::json value_json(const core::G1Parameter& parameter, std::int64_t raw);
/// {"parameter":"0102","name":"capacity","value":240.0,"raw":"0960","units":"Ah"}; flags: "bits" for "value".
[[nodiscard]] nlohmann::json json_of(const core::G1Parameter& parameter, std::int64_t raw);

}  // namespace bmsgw::rpc
