#include "simulator/snmp/responder.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::simulator::snmp {
namespace {

using Kind = Request::Kind;
using Type = Value::Type;

// error-status of RFC 3416, 3, besides those in core.
constexpr std::uint32_t kWrongType = 7, kWrongLength = 8, kWrongValue = 10, kNoCreation = 11;
constexpr std::size_t kMostVarbinds = 2000;  ///< of one answer

bool is_v1(const Request& request) {
  return request.version == core::SnmpVersion::v1;
}

Answer error(const Request& request, std::uint32_t status, std::size_t index) {
  return {status, static_cast<std::uint32_t>(index), request.varbinds};
}

/// What v1 calls an error of the others (RFC 3584, 4.4).
std::uint32_t said_in(const Request& request, std::uint32_t status) {
  if (!is_v1(request)) return status;
  switch (status) {
    case kWrongType:
    case kWrongLength:
    case kWrongValue:
      return core::kSnmpBadValue;
    case core::kSnmpNoAccess:
    case core::kSnmpNotWritable:
    case kNoCreation:
      return core::kSnmpNoSuchName;
    default:
      return status;
  }
}

class Reader {
 public:
  Reader(const Request& request, const MibTree& tree) : request_(request), tree_(tree) {}

  [[nodiscard]] Answer get() const;
  [[nodiscard]] Answer get_next(bool knows_it) const;
  [[nodiscard]] Answer get_bulk() const;

 private:
  [[nodiscard]] Varbind next_of(const Oid& oid) const;
  [[nodiscard]] Answer collected(std::vector<Varbind> varbinds) const;

  const Request& request_;
  const MibTree& tree_;
};

/// An exception is an error of the whole request over v1.
Answer Reader::collected(std::vector<Varbind> varbinds) const {
  const auto is_exception = [](const Varbind& varbind) { return varbind.value.type >= Type::no_such_object; };
  const auto culprit = std::ranges::find_if(varbinds, is_exception);
  if (is_v1(request_) && culprit != varbinds.end()) {
    const auto index = static_cast<std::size_t>(culprit - varbinds.begin()) + 1;
    return error(request_, core::kSnmpNoSuchName, index);
  }
  return {0, 0, std::move(varbinds)};
}

Answer Reader::get() const {
  std::vector<Varbind> varbinds;
  for (const auto& asked : request_.varbinds) {
    const auto* place = tree_.find(asked.oid);
    const auto value = place == nullptr ? std::nullopt : place->value();
    const auto absent = tree_.knows_object(asked.oid) ? Type::no_such_instance : Type::no_such_object;
    varbinds.push_back({asked.oid, value.value_or(Value{absent})});
  }
  return collected(std::move(varbinds));
}

Varbind Reader::next_of(const Oid& oid) const {
  const auto next = tree_.next(oid);
  if (next == tree_.end()) return {oid, {Type::end_of_view}};
  return {next->first, next->second.value().value_or(Value{})};
}

Answer Reader::get_next(bool knows_it) const {
  std::vector<Varbind> varbinds;
  for (const auto& asked : request_.varbinds)
    varbinds.push_back(knows_it ? next_of(asked.oid) : Varbind{asked.oid, {Type::end_of_view}});
  return collected(std::move(varbinds));
}

/// As many as fit into the message.
Answer Reader::get_bulk() const {
  const auto asked = static_cast<std::int64_t>(request_.varbinds.size());
  const auto singles = static_cast<std::size_t>(std::clamp<std::int64_t>(request_.non_repeaters, 0, asked));
  const auto rows = std::clamp<std::int64_t>(request_.repetitions, 0, kMostVarbinds);
  std::vector<Varbind> varbinds;
  auto bytes = request_.header_bytes;
  const auto add = [this, &varbinds, &bytes](Varbind varbind) {
    bytes += encoded_size(varbind);
    const bool fits = bytes <= request_.most_bytes && varbinds.size() < kMostVarbinds;
    if (fits) varbinds.push_back(std::move(varbind));
    return fits;
  };
  for (std::size_t i = 0; i < singles; ++i) {
    if (!add(next_of(request_.varbinds[i].oid))) return {0, 0, varbinds};
  }
  std::vector<Oid> row;
  for (auto i = singles; i < request_.varbinds.size(); ++i) row.push_back(request_.varbinds[i].oid);
  for (std::int64_t k = 0; k < rows; ++k) {
    bool ends = true;
    for (auto& oid : row) {
      auto next = next_of(oid);
      ends = ends && next.value.type == Type::end_of_view;
      oid = next.oid;
      if (!add(std::move(next))) return {0, 0, varbinds};
    }
    if (ends) break;
  }
  return {0, 0, varbinds};
}

/// 0: it can be set so.
std::uint32_t set_error(const Varbind& varbind, const MibTree& tree) {
  const auto* place = tree.find(varbind.oid);
  if (place == nullptr) return tree.knows_object(varbind.oid) ? kNoCreation : core::kSnmpNotWritable;
  const auto& column = *place->column;
  if (!column.writable) return core::kSnmpNotWritable;
  const auto& value = varbind.value;
  if (value.type != column.kept[place->element].type) return kWrongType;
  const auto& bounds = *column.writable;
  if (value.type != Type::octets)
    return value.number < bounds.least || value.number > bounds.most ? kWrongValue : 0;
  return value.octets.size() > static_cast<std::size_t>(bounds.most) ? kWrongLength : 0;
}

/// All of them, or none.
Answer set(const Request& request, MibTree& tree, const AgentMood& mood) {
  if (!request.may_write) return error(request, said_in(request, core::kSnmpNoAccess), 1);
  if (mood.web_user) return error(request, is_v1(request) ? core::kSnmpReadOnly : core::kSnmpNoAccess, 1);
  for (std::size_t i = 0; i < request.varbinds.size(); ++i) {
    const auto status = set_error(request.varbinds[i], tree);
    if (status != 0) return error(request, said_in(request, status), i + 1);
  }
  for (const auto& varbind : request.varbinds) tree.find(varbind.oid)->set(varbind.value);
  return {0, 0, request.varbinds};
}

Answer unlimited_answer(const Request& request, MibTree& tree, const AgentMood& mood) {
  const Reader reader(request, tree);
  switch (request.kind) {
    case Kind::get:
      return reader.get();
    case Kind::get_next:
      return reader.get_next(mood.answers_get_next);
    case Kind::get_bulk:
      if (!mood.answers_bulk || is_v1(request)) return error(request, core::kSnmpGenErr, 0);
      return reader.get_bulk();
    case Kind::set:
      break;
  }
  return set(request, tree, mood);
}

}  // namespace

Answer answer_of(const Request& request, MibTree& tree, const AgentMood& mood) {
  auto answer = unlimited_answer(request, tree, mood);
  auto bytes = request.header_bytes;
  for (const auto& varbind : answer.varbinds) bytes += encoded_size(varbind);
  if (bytes <= request.most_bytes || request.kind == Kind::set) return answer;
  auto too_big = error(request, core::kSnmpTooBig, 0);
  if (!is_v1(request)) too_big.varbinds.clear();
  return too_big;
}

}  // namespace bmsgw::simulator::snmp
