#include "config/profile_store.hpp"

#include <algorithm>
#include <filesystem>

#include "config/file_text.hpp"
#include "config/quoting.hpp"
#include "config/shipped_schemas.hpp"

namespace bmsgw::config {
namespace {

/// It lies beside the profiles, but lists parameters of G1 units: as a profile it would only raise problems.
bool is_parameter_table(const std::string& path) {
  return std::filesystem::path(path).filename() == "emus-g1-parameters.json";
}

}  // namespace

ProfileStore::ProfileStore(std::vector<std::string> directories, ProblemList& problems)
    : directories_(std::move(directories)), problems_(problems) {}

std::string ProfileStore::path_of(const std::string& name) const {
  for (const auto& directory : directories_) {
    for (const auto* ending : {"", ".json"}) {
      auto path = joined(directory, name + ending);
      if (is_file(path)) return path;
    }
  }
  return "";
}

const JsonDocument* ProfileStore::load(const std::string& name) {
  const auto path = path_of(name);
  const auto text = read_file(path);
  if (!text) return nullptr;
  auto& document = documents_[path];
  if (document == nullptr) {
    document = std::make_unique<JsonDocument>(path, *text, problems_);
    if (document->is_parsed()) profile_check().run(*document, problems_);
  }
  return document.get();
}

const JsonDocument* ProfileStore::find(const JsonView& name) {
  const auto text = name.text();
  if (!text) return nullptr;
  if (is_parameter_table(path_of(*text))) {
    problems_.error(name, in_quotes(*text) +
                              " lists the parameters of G1 units and is no profile; the methods "
                              "g1.getParameter and g1.setParameter know them without it");
    return nullptr;
  }
  const auto* document = load(*text);
  if (document != nullptr) return document;
  std::string looked;
  for (const auto& directory : directories_) looked += (looked.empty() ? "" : ", ") + directory;
  problems_.error(name, "there is no profile " + in_quotes(*text) + "; looked for in " + looked);
  return nullptr;
}

/// What a profile says goes before what the one that builds on it says; of the certainties the worst holds.
Profile ProfileStore::read(const JsonDocument& document, const Profile* built_on_by) {
  Profile profile{JsonView(document), std::nullopt, std::nullopt, Certainty::certain};
  const auto base = profile.source["id_base"];
  profile.id_base = core::parse_can_id(base.text().value_or(""));
  if (base.exists() && !profile.id_base) {
    problems_.error(base, "must be a CAN id such as X19B50000, not " + in_quotes(base.text().value_or("")));
  }
  profile.generation = profile.source["generation"].integer();
  if (built_on_by == nullptr) return profile;
  if (built_on_by->generation) profile.generation = built_on_by->generation;
  profile.best =
      std::max(built_on_by->best, read_certainty(built_on_by->source).value_or(Certainty::certain));
  return profile;
}

void ProfileStore::add_chain(const JsonView& name, std::vector<Profile>& profiles) {
  std::vector<const JsonDocument*> seen;
  for (auto at = name; at.exists();) {
    const auto* document = find(at);
    if (document == nullptr) return;
    if (std::ranges::find(seen, document) != seen.end()) {
      problems_.error(
          at, "goes round in a circle: " + in_quotes(at.text().value_or("")) + " builds on this profile");
      return;
    }
    const auto profile = read(*document, seen.empty() ? nullptr : &profiles.back());
    seen.push_back(document);
    profiles.push_back(profile);
    at = profile.source["profile"];
  }
}

std::vector<Profile> ProfileStore::profiles_of(const JsonView& names) {
  std::vector<Profile> profiles;
  for (const auto& entry : names.entries()) add_chain(entry, profiles);
  return profiles;
}

}  // namespace bmsgw::config
