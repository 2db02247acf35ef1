// The only file that includes valijson. It reports which values fail; the words for them are ours
// (schema_message), and so is what it can't do: see SchemaWalk.
#define VALIJSON_USE_EXCEPTIONS 1

#include "config/schema_check.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "config/json_view.hpp"
#include "config/quoting.hpp"
#include "config/schema_message.hpp"
#include "config/schema_walk.hpp"

namespace bmsgw::config {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;
using Failure = valijson::ValidationResults::Error;

/// Unknown keys are SchemaWalk's: it knows how near they are to known ones.
void open_objects(json& schema) {
  for (auto& part : schema) {
    if (part.is_structured()) open_objects(part);
  }
  if (schema.is_object() && schema.value("additionalProperties", json()) == json(false)) {
    schema.erase("additionalProperties");
  }
}

/// valijson repeats each failure for all that is around it.
bool is_repetition(const Failure& failure) {
  return failure.description.starts_with("Failed to validate");
}

/// `key` of "Missing required property 'key'."
std::string missing_key(const std::string& description) {
  constexpr std::string_view kMissing = "Missing required property '";
  if (!description.starts_with(kMissing)) return "";
  return description.substr(kMissing.size(), description.rfind('\'') - kMissing.size());
}

class Reporter {
 public:
  Reporter(const Schema& schema, JsonDocument& document, ProblemList& problems)
      : schema_(schema), document_(document), problems_(problems) {}

  void report(const Failure& failure);

 private:
  /// Where a failure is: valijson's context is "<root>", "[key]", "[0]" ...
  struct Spot {
    const json* value;
    const json* schema;
    PlaceId place = PlaceTree::kRoot;
  };
  [[nodiscard]] Spot find(const Failure& failure) const;
  [[nodiscard]] Spot inner(const Spot& spot, const std::string& token) const;

  const Schema& schema_;
  JsonDocument& document_;
  ProblemList& problems_;
};

Reporter::Spot Reporter::inner(const Spot& spot, const std::string& token) const {
  const auto& places = document_.places();
  if (spot.value->is_array()) {
    const auto index = std::stoul(token);
    return {&spot.value->at(index), schema_.item(*spot.schema),
            places.item(spot.place, index).value_or(spot.place)};
  }
  const auto place = places.member(spot.place, token).value_or(spot.place);
  return {&spot.value->at(token), schema_.member(*spot.schema, token), place};
}

Reporter::Spot Reporter::find(const Failure& failure) const {
  Spot spot{&document_.root(), &schema_.root()};
  for (std::size_t i = 1; i < failure.context.size() && spot.schema != nullptr; ++i) {
    const auto& token = failure.context[i];
    spot = inner(spot, token.substr(1, token.size() - 2));
  }
  return spot;
}

void Reporter::report(const Failure& failure) {
  const auto spot = find(failure);
  const auto key = missing_key(failure.description);
  if (!key.empty()) {
    problems_.add(document_.problem_at_value(Severity::error, spot.place, in_quotes(key) + " is missing"));
    return;
  }
  auto what =
      spot.schema != nullptr ? schema_message(schema_, *spot.schema, *spot.value) : failure.description;
  problems_.add(document_.problem_at_value(Severity::error, spot.place, std::move(what)));
  document_.places().mark_bad(spot.place);
}

}  // namespace

/// valijson's form of a schema.
struct SchemaCheck::Compiled {
  valijson::Schema schema;
};

SchemaCheck::SchemaCheck(Schema schema) : schema_(std::move(schema)) {
  auto open_schema = schema_.root();
  open_objects(open_schema);
  const auto compiled = std::make_shared<Compiled>();
  valijson::SchemaParser().populateSchema(NlohmannJsonAdapter(open_schema), compiled->schema);
  compiled_ = compiled;
}

void SchemaCheck::run(JsonDocument& document, ProblemList& problems) const {
  SchemaWalk(schema_, document, problems).run();
  valijson::ValidationResults results;
  const bool is_valid =
      valijson::Validator().validate(compiled_->schema, NlohmannJsonAdapter(document.root()), &results);
  Reporter reporter(schema_, document, problems);
  bool is_reported = is_valid;
  for (const auto& failure : results) {
    if (is_repetition(failure)) continue;
    reporter.report(failure);
    is_reported = true;
  }
  if (!is_reported)
    problems.error(JsonView(document), "doesn't fit its schema");  // another valijson, other words
}

}  // namespace bmsgw::config
