#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "unit/config/load_cases.hpp"

namespace bmsgw::config {

/// A configuration folder that is gone after the test.
class Folder : public ::testing::Test {
 protected:
  Folder() : path_(std::filesystem::path(::testing::TempDir()) / ("config-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_ / "profiles");
    std::filesystem::create_directories(path_ / "installed");
    places_.config_dir = path_.string();
    places_.profile_dirs = {(path_ / "installed").string()};
  }
  ~Folder() override { std::filesystem::remove_all(path_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(path_ / name) << text; }
  /// All that is said, with the folder's path taken out.
  std::string problems() const {
    auto text = lines(load(places_).problems);
    for (auto at = text.find(path_.string()); at != std::string::npos; at = text.find(path_.string())) {
      text.replace(at, path_.string().size(), "DIR");
    }
    return text;
  }

  std::filesystem::path path_;
  Places places_;
};

}  // namespace bmsgw::config
