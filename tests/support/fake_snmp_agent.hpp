#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/core/snmp.hpp"

#include "support/fake_snmp_link.hpp"

namespace bmsgw::test {

/// What an agent answers to a request: its objects, by v1's rules (noSuchName with an index) or v2c's
/// (exceptions). Thread: any.
class FakeSnmpAgent {
 public:
  using Reply = FakeSnmpLink::Reply;
  using Oid = std::vector<std::uint32_t>;

  void set(const std::string& oid, core::SnmpValue value) {
    objects[numbers(oid)] = value;
    texts_[numbers(oid)] = oid;
  }
  void remove(const std::string& oid) { objects.erase(numbers(oid)); }
  /// Instances first ... first + values - 1 of a column.
  void set_column(const std::string& column, const std::vector<core::SnmpValue>& values, int first = 1) {
    for (const auto& value : values) set(column + "." + std::to_string(first++), value);
  }

  [[nodiscard]] Reply answer(const core::SnmpRequest& request) {
    Reply reply;
    if (refuse_sets && request.kind == core::SnmpRequest::Kind::set) {
      reply.outcome = core::SnmpOutcome::error;
      reply.status = *refuse_sets;
      reply.index = 1;
      return reply;
    }
    if (request.kind == core::SnmpRequest::Kind::set) return answer_set(request);
    std::istringstream lines(request.oids);
    std::uint32_t index = 0;
    for (std::string oid; std::getline(lines, oid);) {
      ++index;
      if (index > most_objects) return error(core::kSnmpTooBig, 0);
      if (request.kind == core::SnmpRequest::Kind::get ? add(oid, reply) : add_next(oid, reply)) continue;
      return error(core::kSnmpNoSuchName, index);
    }
    return reply;
  }

  std::map<Oid, core::SnmpValue> objects;
  bool is_v1 = true;
  std::uint32_t most_objects = 1000;
  std::optional<std::uint32_t> refuse_sets;
  std::vector<core::SnmpSet> sets;

 private:
  static Oid numbers(const std::string& oid) {
    Oid arcs;
    std::istringstream text(oid);
    for (std::string arc; std::getline(text, arc, '.');)
      arcs.push_back(static_cast<std::uint32_t>(std::stoul(arc)));
    return arcs;
  }
  static Reply error(std::uint32_t status, std::uint32_t index) {
    Reply reply;
    reply.outcome = core::SnmpOutcome::error;
    reply.status = status;
    reply.index = index;
    return reply;
  }
  bool add(const std::string& oid, Reply& reply) {
    const auto object = objects.find(numbers(oid));
    if (object == objects.end() && is_v1) return false;
    reply.values.push_back(object == objects.end() ? core::SnmpValue(core::SnmpAbsent::no_such_object)
                                                   : object->second);
    return true;
  }
  bool add_next(const std::string& oid, Reply& reply) {
    const auto object = objects.upper_bound(numbers(oid));
    if (object == objects.end() && is_v1) return false;
    const bool is_end = object == objects.end();
    reply.values.push_back(is_end ? core::SnmpValue(core::SnmpAbsent::end_of_view) : object->second);
    reply.oids.push_back(is_end ? std::string_view("1.3") : std::string_view(texts_.at(object->first)));
    return true;
  }
  Reply answer_set(const core::SnmpRequest& request) {
    Reply reply;
    for (const auto& one : request.sets) {
      sets.push_back(one);
      set(one.oid, std::get<std::int64_t>(one.value));
      reply.values.push_back(std::get<std::int64_t>(one.value));
    }
    return reply;
  }

  std::map<Oid, std::string> texts_;
};

}  // namespace bmsgw::test
