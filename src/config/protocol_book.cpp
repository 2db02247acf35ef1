#include "config/protocol_book.hpp"

#include <algorithm>
#include <array>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::array<const char*, 5> kFamilies{"g1", "can", "mqtt", "modbus", "snmp"};

}  // namespace

std::string family_named(std::string_view name) {
  for (const auto* family : kFamilies) {
    if (is_same_word(name, family)) return family;
  }
  return "";
}

ProtocolBook::ProtocolBook(const JsonView& root, ProblemList& problems) {
  const auto protocols = root["protocols"].members();
  for (const auto& protocol : protocols) {
    const auto* same = find(protocol.name());
    if (same != nullptr) problems.error(protocol, "differs from " + in_quotes(same->name) + " in case only");
    add(protocol);
  }
  for (const auto& protocol : protocols) {  // the RMS manuals' braces allow both readings
    for (const auto* nested : {"mqtt", "can"}) {
      const bool is_there = protocol[nested].given() && find(nested) == nullptr;
      if (is_there) add(protocol[nested]);
    }
  }
  auto inherited = protocols_;
  for (auto& protocol : inherited) inherit(protocol, problems);
  protocols_ = std::move(inherited);
}

void ProtocolBook::add(const JsonView& protocol) {
  protocols_.push_back({protocol.name(), "", {protocol}});
}

void ProtocolBook::inherit(Protocol& protocol, ProblemList& problems) const {
  std::vector<const Protocol*> seen{find(protocol.name)};
  for (auto at = protocol.layers.front();; at = protocol.layers.back()) {
    const auto base = at["base"].text();
    if (!base) {
      protocol.family = family_named(at.name());
      const bool is_unknown = protocol.family.empty() && seen.size() == 1 && !at["base"].given();
      if (is_unknown) problems.warning(at, "is no protocol that we know; \"base\": \"g1\" would make it one");
      return;
    }
    const auto* next = find(*base);
    if (next == nullptr) {
      protocol.family = family_named(*base);
      if (protocol.family.empty()) {
        problems.error(at["base"], "there is no protocol " + in_quotes(*base) + hint_for(*base, names()));
      }
      return;
    }
    if (std::ranges::find(seen, next) != seen.end()) {
      problems.error(at["base"],
                     "goes round in a circle: " + in_quotes(next->name) + " is based on this one");
      return;
    }
    seen.push_back(next);
    protocol.layers.push_back(next->layers.front());
  }
}

const Protocol* ProtocolBook::find(std::string_view name) const {
  const Protocol* alike = nullptr;
  for (const auto& protocol : protocols_) {
    if (protocol.name == name) return &protocol;
    if (alike == nullptr && is_same_word(protocol.name, name)) alike = &protocol;
  }
  return alike;
}

std::vector<std::string> ProtocolBook::names() const {
  std::vector<std::string> names;
  for (const auto& protocol : protocols_) names.push_back(protocol.name);
  return names;
}

}  // namespace bmsgw::config
