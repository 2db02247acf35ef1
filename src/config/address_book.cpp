#include "config/address_book.hpp"

#include <algorithm>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kNone = "none";

}  // namespace

AddressBook::AddressBook(const Layers& layers, ProblemList& problems) : problems_(problems) {
  for (const auto& entry : merged(layers, "addresses")) table_.push_back(entry.front());
}

std::vector<std::string> AddressBook::names() const {
  std::vector<std::string> names;
  for (const auto& entry : table_) names.push_back(entry.name());
  return names;
}

/// The entry of this name as something to read; `wrong`: there is none.
AddressBook::Found AddressBook::look_up(const JsonView& name) {
  const auto text = name.text().value_or("");
  const auto entry = std::ranges::find(table_, text, &JsonView::name);
  if (entry == table_.end()) {
    problems_.error(
        name, "there is no address " + in_quotes(text) + " under \"addresses\"" + hint_for(text, names()));
    return {State::wrong, {}, name};
  }
  used_.insert(text);
  if (!entry->is_null()) return {State::placed, {}, *entry};
  if (std::ranges::find(open_, text) == open_.end()) open_.push_back(text);
  return {State::open, {}, *entry};
}

AddressBook::Found AddressBook::absent(const JsonView& at, const std::string& user) {
  auto& users = left_out_.try_emplace(at.location(), LeftOut{at, {}}).first->second.users;
  if (std::ranges::find(users, user) == users.end()) users.push_back(user);
  return {State::absent, {}, at};
}

AddressBook::Found AddressBook::find(const JsonView& address, Addressing addressing,
                                     const std::string& user) {
  const auto text = address.text().value_or("");
  const bool is_name = address.text() && text != kNone && !is_number_text(text);
  auto found = is_name ? look_up(address) : Found{State::placed, {}, address};
  if (found.state != State::placed) return found;
  if (found.at.text() == kNone) return absent(found.at, user);
  if (!found.at.exists()) return {State::wrong, {}, found.at};
  const auto reading = read_address(found.at, addressing);
  if (!reading.wire) problems_.error(found.at, reading.fault);
  if (!reading.wire) return {State::wrong, {}, found.at};
  return {State::placed, *reading.wire, found.at};
}

std::vector<NamedAddress> AddressBook::entries() const {
  const std::vector<std::string> used(used_.begin(), used_.end());
  std::vector<NamedAddress> entries;
  for (const auto& entry : table_) {
    const bool is_used = used_.contains(entry.name());
    entries.push_back({entry, is_used, is_used ? "" : nearest_name(entry.name(), used).value_or("")});
  }
  return entries;
}

void AddressBook::report() const {
  for (const auto& [location, left_out] : left_out_) {
    std::string users;
    for (const auto& user : left_out.users) users += (users.empty() ? "" : ", ") + user;
    problems_.note(left_out.at, "the device has no such thing; left out: " + users);
  }
}

}  // namespace bmsgw::config
