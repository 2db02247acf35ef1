#include "config/shipped_schemas.hpp"

#include "config/embedded_files.hpp"

namespace bmsgw::config {
namespace {

const Schema& params_schema() {
  static const Schema schema(k_params_schema);
  return schema;
}

}  // namespace

const SchemaCheck& settings_check() {
  static const SchemaCheck check{Schema(k_settings_schema)};
  return check;
}

const SchemaCheck& params_check() {
  static const SchemaCheck check(params_schema());
  return check;
}

const SchemaCheck& profile_check() {
  static const SchemaCheck check(params_schema().definition("profile"));
  return check;
}

}  // namespace bmsgw::config
