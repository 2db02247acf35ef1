#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "config/json_document.hpp"
#include "config/problem_list.hpp"
#include "config/schema.hpp"

namespace bmsgw::config {

/// Brings a document into the form that the schema describes: other spellings of keys are replaced, what
/// counts as not given is taken out, defaults are filled in. Says on its way what a validator doesn't: keys
/// that nobody knows, keys without effect, default passwords. Thread: any.
class SchemaWalk {
 public:
  SchemaWalk(const Schema& schema, JsonDocument& document, ProblemList& problems);

  void run();

 private:
  using json = nlohmann::json;
  /// A value, its place and its schema.
  struct Spot {
    json& value;
    PlaceId place;
    const json& schema;
    bool ours = false;  ///< within a section of ours: an unknown key is an error
    bool idle = false;  ///< within one that has no effect yet, which has been said
  };

  void visit(const Spot& spot);
  void visit_object(const Spot& spot);
  void visit_list(const Spot& spot);
  void make_whole(json& number, const json& schema) const;
  void rename_aliases(const Spot& spot);
  void report_unknown(const Spot& spot);
  void drop_empty(const Spot& spot);
  [[nodiscard]] bool counts_as_absent(const json& value, const json* schema, PlaceId place);
  bool notes_idle(const Spot& spot);
  void report_password(const Spot& spot);
  void say(Severity severity, PlaceId place, std::string what);

  /// A key without effect: told once, however often it is given.
  struct Idle {
    PlaceId first;
    std::size_t count;
  };

  const Schema& schema_;
  JsonDocument& document_;
  PlaceTree& places_;
  ProblemList& problems_;
  std::map<const json*, Idle> idle_;
};

}  // namespace bmsgw::config
