#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "bmsgw/simulator/snmp/value.hpp"

namespace bmsgw::simulator::snmp {

/// A single object, or a column of a table. Its elements count from 0.
struct Column {
  /// Nothing: the device has no value. Empty: what is kept.
  std::function<std::optional<Value>(std::size_t element)> read{};
  std::vector<Value> kept{};
  /// What may be set: numbers from least to most, texts as long as that.
  struct Bounds {
    std::int64_t least = 0;
    std::int64_t most = 0;
  };
  std::optional<Bounds> writable{};
  std::function<void(std::size_t element, const Value& value)> written{};  ///< it has been kept
};

/// All objects of an agent in lexicographic order. Thread: any (no sharing).
class MibTree {
 public:
  /// One element of a column.
  struct Place {
    Column* column = nullptr;
    std::size_t element = 0;

    [[nodiscard]] std::optional<Value> value() const;
    void set(const Value& value) const;
  };

  /// Instances from 1 on. What is there already stays.
  void add_table(const Oid& oid, std::size_t count, Column column);
  /// Instance 0.
  void add_scalar(const Oid& oid, Column column);
  /// With its instance. False: something is there already.
  bool add_single(const Oid& instance, const std::shared_ptr<Column>& column, std::size_t element);

  [[nodiscard]] const Place* find(const Oid& oid) const;
  /// The first one behind `oid` that has a value; end: none.
  using Iterator = std::map<Oid, Place>::const_iterator;
  [[nodiscard]] Iterator next(const Oid& oid) const;
  [[nodiscard]] Iterator end() const { return places_.end(); }
  /// Whether the object exists, perhaps with other instances.
  [[nodiscard]] bool knows_object(const Oid& instance) const;
  /// What a scalar (without its instance) says; nothing: it isn't there.
  [[nodiscard]] std::optional<std::int64_t> number(const Oid& scalar) const;
  /// It says this from now on; nobody is told.
  void keep(const Oid& scalar, std::int64_t number);
  [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
  std::map<Oid, Place> places_;
  std::vector<std::shared_ptr<Column>> columns_;
};

}  // namespace bmsgw::simulator::snmp
