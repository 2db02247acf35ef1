#pragma once

#include <memory>

#include "config/json_document.hpp"
#include "config/problem_list.hpp"
#include "config/schema.hpp"

namespace bmsgw::config {

/// Checks documents by a schema. Made once for many documents: to prepare a schema costs more than most
/// checks. Thread: any.
class SchemaCheck {
 public:
  explicit SchemaCheck(Schema schema);

  /// Normalises the document by the schema (SchemaWalk) and validates it. Values that can't be used are
  /// marked.
  void run(JsonDocument& document, ProblemList& problems) const;
  [[nodiscard]] const Schema& schema() const { return schema_; }

 private:
  struct Compiled;

  Schema schema_;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace bmsgw::config
