#include "config/layers.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace bmsgw::config {

const JsonView& layer_with(const Layers& layers, const char* key) {
  const auto gives = [key](const JsonView& layer) { return layer[key].given(); };
  const auto found = std::ranges::find_if(layers, gives);
  return found == layers.end() ? layers.front() : *found;
}

JsonView given_first(const Layers& layers, const char* key) {
  return layer_with(layers, key)[key];
}

std::vector<Layers> merged(const Layers& layers, const char* section) {
  std::vector<Layers> all;
  std::map<std::string, std::size_t> places;
  for (const auto& layer : layers) {
    for (auto& member : layer[section].members()) {
      const auto [place, is_new] = places.try_emplace(member.name(), all.size());
      if (is_new) all.emplace_back();
      all[place->second].push_back(std::move(member));
    }
  }
  return all;
}

void note_replaced(const Layers& layers, const char* what, ProblemList& problems) {
  const auto& source = layers.front();
  if (layers.size() < 2 || &layers[1].document() == &source.document()) return;
  problems.note(source, std::string("takes the place of the profile's ") + what +
                            " as a whole: what it doesn't say is not taken over");
}

}  // namespace bmsgw::config
