#include "app/dbc/telemetry_keys.hpp"

#include <unordered_map>
#include <unordered_set>

namespace bmsgw::app::dbc {
namespace {

constexpr std::size_t kLongestKey = 128;

class KeyBook {
 public:
  /// False: it is taken, or too long.
  bool claim(const std::string& key, const KeyWish& wish) {
    const auto code_key = key + "Code";
    if (key.size() > kLongestKey || taken_.contains(key)) return false;
    if (wish.has_names && taken_.contains(code_key)) return false;
    taken_.insert(key);
    if (wish.has_names) taken_.insert(code_key);
    return true;
  }

 private:
  std::unordered_set<std::string> taken_;
};

/// `can0Online` and `can0Stale` are said by the gateway itself, whatever the bus is called.
bool may_be_ours(const std::string& key) {
  return key.ends_with("Online") || key.ends_with("Stale");
}

std::string composed_key(KeyBook& book, const KeyWish& wish) {
  const auto composed = wish.message + "_" + wish.signal;
  for (const auto& key : {composed, composed + "_" + wish.id}) {
    if (book.claim(key, wish)) return key;
  }
  return "";
}

}  // namespace

std::vector<std::string> telemetry_keys(const std::vector<KeyWish>& wishes) {
  std::unordered_map<std::string, std::size_t> counts;
  for (const auto& wish : wishes) ++counts[wish.signal];
  KeyBook book;
  std::vector<std::string> keys(wishes.size());
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const auto& signal = wishes[i].signal;
    if (counts[signal] == 1 && !may_be_ours(signal) && book.claim(signal, wishes[i])) keys[i] = signal;
  }
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (keys[i].empty()) keys[i] = composed_key(book, wishes[i]);
  }
  return keys;
}

}  // namespace bmsgw::app::dbc
