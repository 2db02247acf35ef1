#include "config/profile_store.hpp"

#include "config/file_text.hpp"
#include "config/quoting.hpp"
#include "config/schema_check.hpp"

namespace bmsgw::config {

ProfileStore::ProfileStore(std::vector<std::string> directories, Schema schema, ProblemList& problems)
    : directories_(std::move(directories)), schema_(std::move(schema)), problems_(problems) {}

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
    if (document->is_parsed()) check_schema(schema_, *document, problems_);
  }
  return document.get();
}

std::vector<JsonView> ProfileStore::profiles_of(const JsonView& bus) {
  std::vector<JsonView> profiles;
  for (const auto& entry : bus["profile"].entries()) {
    const auto name = entry.text();
    if (!name) continue;
    if (const auto* document = load(*name)) {
      profiles.emplace_back(*document);
      continue;
    }
    std::string looked;
    for (const auto& directory : directories_) looked += (looked.empty() ? "" : ", ") + directory;
    problems_.error(entry, "there is no profile " + in_quotes(*name) + "; looked for in " + looked);
  }
  return profiles;
}

}  // namespace bmsgw::config
