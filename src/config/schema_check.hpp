#pragma once

#include "config/json_document.hpp"
#include "config/problem_list.hpp"
#include "config/schema.hpp"

namespace bmsgw::config {

/// Normalises a document by its schema (SchemaWalk) and validates it. Values that can't be used are marked.
void check_schema(const Schema& schema, JsonDocument& document, ProblemList& problems);

}  // namespace bmsgw::config
