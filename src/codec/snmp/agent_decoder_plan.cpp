//   points -> objects, each once -> by group: scalars, then tables row by row -> requests -> items: what a
//   request has of a point
// Several points may want the same object: it is asked for once in each group.
#include <algorithm>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include "codec/snmp/request_builder.hpp"

namespace bmsgw::codec::snmp {

using Kind = core::SnmpRequest::Kind;

AgentDecoder::AgentDecoder(const MapSpec& map) : map_(map), limits_(map.limits) {
  scales_.reserve(map.scales.size());
  for (const auto& scale : map.scales) scales_.emplace_back(scale);
  is_finished_.assign(scales_.size(), 0);
  unsettled_ = scales_.size();
  points_.reserve(map.points.size());
  for (const auto& spec : map.points) {
    points_.push_back({ValueReader(spec.place.is_text, spec.format)});
    points_.back().object = objects_.add(spec);
  }
  for (std::uint32_t i = 0; i < points_.size(); ++i) prepare_point(i);
  std::vector<core::Sample> nobody;
  for (std::uint32_t i = 0; i < scales_.size(); ++i) {
    if (scales_[i].factor()) finish_scale(i, nobody);
  }
  replan();
}

void AgentDecoder::prepare_point(std::uint32_t index) {
  const auto& spec = map_.points[index];
  auto& point = points_[index];
  if (spec.choice) {
    for (const auto& [code, format] : spec.choice->formats)
      point.choices.emplace_back(code, ValueReader(spec.place.is_text, format));
    if (spec.choice->teller < points_.size()) points_[spec.choice->teller].is_teller = true;
  } else if (spec.scale && *spec.scale < scales_.size()) {
    point.is_scaled = !spec.until_settled;
    point.is_ready = !point.is_scaled;
  }
  if (!spec.list) return;
  if (!spec.count_from) {
    point.size = spec.place.count;
  } else if (*spec.count_from < points_.size()) {
    points_[*spec.count_from].lists.push_back(index);
  }
}

void AgentDecoder::replan() {
  for (auto& point : points_) point.elements.resize(point.size);
  is_known_ = is_known_ || !objects_.is_asking();
  plan();
  // What is whole because the rest of it went is told next time: there is nobody to tell now.
  for (auto& point : points_) {
    if (point.elements.is_whole()) point.elements.begin_anew();
  }
  is_outdated_ = false;
}

void AgentDecoder::plan() {
  reads_.clear();
  plans_.clear();
  items_.clear();
  questions_.clear();
  RequestBuilder builder(limits_, reads_);
  plan_questions(builder);
  for (std::uint32_t group = 0; is_known_ && group < map_.groups.size(); ++group) {
    builder.begin(group, Kind::get);
    plan_scalars(builder, group);
    for (const auto& table : tables_of(group))
      limits_.bulk ? plan_bulk(builder, group, table) : plan_table(builder, table);
  }
  plan_lists();
}

void AgentDecoder::plan_questions(RequestBuilder& builder) {
  builder.begin(Read::kPresence, Kind::get_next);
  for (std::uint32_t i = 0; i < objects_.size(); ++i) {
    const auto question = objects_.question(i);
    if (question.empty()) continue;
    const auto place = builder.add(question, objects_[i].is_text);
    if (place.read == plans_.size()) plans_.push_back({static_cast<std::uint32_t>(questions_.size())});
    plans_.back().count = plans_.back().places = place.index + 1;
    questions_.push_back({i, objects_.is_asked(i)});
  }
}

/// Of the read that is planned just now.
void AgentDecoder::add_item(std::uint32_t read, const Item& item) {
  if (read == plans_.size()) plans_.push_back({static_cast<std::uint32_t>(items_.size())});
  ++plans_.back().count;
  plans_.back().places = item.place + 1;
  items_.push_back(item);
}

bool AgentDecoder::is_wanted(std::uint32_t point, std::uint32_t group) const {
  return map_.points[point].group == group && !points_[point].is_over &&
         !objects_[points_[point].object].absent;
}

/// Those that decide how others are read come first.
std::vector<AgentDecoder::Column> AgentDecoder::scalars_of(std::uint32_t group) const {
  std::vector<Column> scalars;
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    if (map_.points[i].list || !is_wanted(i, group)) continue;
    const auto found = std::ranges::find(scalars, points_[i].object, &Column::object);
    found == scalars.end() ? scalars.push_back({points_[i].object, {i}}) : found->points.push_back(i);
  }
  const auto decides = [this](std::uint32_t index) { return points_[index].is_teller; };
  std::stable_partition(scalars.begin(), scalars.end(), [&decides](const Column& scalar) {
    return std::ranges::any_of(scalar.points, decides);
  });
  return scalars;
}

void AgentDecoder::plan_scalars(RequestBuilder& builder, std::uint32_t group) {
  for (const auto& scalar : scalars_of(group)) {
    const auto& object = objects_[scalar.object];
    const auto place = builder.add(object.oid, object.is_text);
    for (const auto point : scalar.points) add_item(place.read, {place.index, point});
  }
}

/// Columns of the same rows are one table, whatever the device thinks of it.
std::vector<AgentDecoder::Table> AgentDecoder::tables_of(std::uint32_t group) const {
  std::vector<Table> tables;
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    const auto size = static_cast<std::uint32_t>(points_[i].elements.size());
    if (!map_.points[i].list || size == 0 || !is_wanted(i, group)) continue;
    const auto first_index = map_.points[i].place.first_index;
    const auto is_same = [first_index, size](const Table& table) {
      return table.first_index == first_index && table.size == size;
    };
    auto table = std::ranges::find_if(tables, is_same);
    if (table == tables.end()) table = tables.insert(tables.end(), {first_index, size, {}});
    const auto column = std::ranges::find(table->columns, points_[i].object, &Column::object);
    column == table->columns.end() ? table->columns.push_back({points_[i].object, {i}})
                                   : column->points.push_back(i);
  }
  return tables;
}

void AgentDecoder::plan_table(RequestBuilder& builder, const Table& table) {
  for (std::uint32_t row = 0; row < table.size; ++row) {
    for (const auto& column : table.columns) {
      if (!objects_.has(column.object, row)) continue;
      const auto place = builder.add(objects_.oid_of(column.object, row), objects_[column.object].is_text);
      for (const auto point : column.points) add_item(place.read, {place.index, point, row});
    }
  }
}

/// As many columns beside each other as one answer has room for, of these as many rows.
void AgentDecoder::plan_bulk(const RequestBuilder& builder, std::uint32_t group, const Table& table) {
  Table part{table.first_index, table.size, {}};
  std::size_t row_size = 0;
  const auto columns = [&part] { return static_cast<std::uint32_t>(part.columns.size()); };
  for (const auto& column : table.columns) {
    const auto& object = objects_[column.object];
    const auto size = varbind_size(objects_.oid_of(column.object, table.size - 1), object.is_text);
    if (columns() > 0 && !builder.has_room(columns() + 1, row_size + size)) {
      plan_rows(group, part, builder.rows_of(columns(), row_size));
      part.columns.clear();
      row_size = 0;
    }
    part.columns.push_back(column);
    row_size += size;
  }
  plan_rows(group, part, builder.rows_of(columns(), row_size));
}

/// GETBULK wants the names before the first ones.
void AgentDecoder::plan_rows(std::uint32_t group, const Table& part, std::uint32_t rows_at_once) {
  for (std::uint32_t first = 0; first < part.size; first += rows_at_once) {
    const auto read = static_cast<std::uint32_t>(reads_.size());
    auto& request = reads_.emplace_back(Read{group, {Kind::get_bulk, {}, 0, {}}}).request;
    request.repetitions = std::min(rows_at_once, part.size - first);
    for (std::uint32_t place = 0; place < part.columns.size(); ++place) {
      const auto& column = part.columns[place];
      if (place > 0) request.oids.push_back('\n');
      request.oids.append(objects_.oid_before(column.object, first));
      for (const auto point : column.points) add_item(read, {place, point, first});
    }
  }
}

void AgentDecoder::plan_lists() {
  for (auto& point : points_) point.elements.begin_plan();
  list_ids_.clear();
  for (std::size_t read = 0; read < reads_.size(); ++read) {
    auto& plan = plans_[read];
    plan.first_list = static_cast<std::uint32_t>(list_ids_.size());
    const auto begin = list_ids_.end() - list_ids_.begin();
    for (const auto& item : items_of(read)) {
      if (item.element == kWhole) continue;
      const auto rows = std::max(reads_[read].request.repetitions, 1U);
      points_[item.point].elements.expect(item.element, rows);
      list_ids_.push_back(item.point);
    }
    std::sort(list_ids_.begin() + begin, list_ids_.end());
    list_ids_.erase(std::unique(list_ids_.begin() + begin, list_ids_.end()), list_ids_.end());
    plan.lists = static_cast<std::uint32_t>(list_ids_.size()) - plan.first_list;
  }
  for (auto& point : points_) point.elements.end_plan();
}

std::span<const AgentDecoder::Item> AgentDecoder::items_of(std::size_t read) const {
  if (reads_[read].group == Read::kPresence) return {};
  return std::span(items_).subspan(plans_[read].first, plans_[read].count);
}

std::span<const std::uint32_t> AgentDecoder::lists_of(std::size_t read) const {
  return std::span(list_ids_).subspan(plans_[read].first_list, plans_[read].lists);
}

}  // namespace bmsgw::codec::snmp
