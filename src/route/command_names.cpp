#include <algorithm>
#include <string_view>

#include "bmsgw/route/write_gate.hpp"

#include "route/g1_forms.hpp"

namespace bmsgw::route {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kDigitsOfId = 4;

Names names_of(const core::SentenceCommand& what, const std::string& /*name*/) {
  Names names{what.sentence};
  if (what.sentence == "CF2" && what.fields.size() >= kDigitsOfId) {
    auto id = what.fields.substr(0, kDigitsOfId);
    std::ranges::transform(id, id.begin(), [](char c) { return c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c; });
    names.push_back(std::move(id));
  }
  if (const auto frame = sent_frame(what)) names.push_back(to_string(frame->id));
  return names;
}

Names names_of(const core::CanFrame& frame, const std::string& /*name*/) {
  return {to_string(frame.id)};
}

Names names_of(const core::ModbusRequest& /*request*/, const std::string& name) {
  return {name};
}

Names names_of(const core::SnmpRequest& /*request*/, const std::string& name) {
  return {name};
}

Names names_of(const core::MasterClear& /*what*/, const std::string& /*name*/) {
  return {"g1.masterClear"};
}

Names names_of(const core::FirmwareUpgrade& /*what*/, const std::string& /*name*/) {
  return {"g1.upgradeFirmware"};
}

/// To stop is never a question of what state something is in.
Names names_of(const core::FirmwareAbort& /*what*/, const std::string& /*name*/) {
  return {};
}

}  // namespace

Names names_of(const core::Command& command) {
  return std::visit([&command](const auto& what) { return names_of(what, command.name); }, command.what);
}

}  // namespace bmsgw::route
