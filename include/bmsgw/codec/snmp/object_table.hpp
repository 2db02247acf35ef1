#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/codec/snmp/map_spec.hpp"
#include "bmsgw/core/snmp.hpp"

namespace bmsgw::codec::snmp {

/// The objects that a map wants, each once, and which of them the agent has. A scalar is there or not; a
/// column as well, and of one that is there elements may be missing. Thread: any (no sharing).
class ObjectTable {
 public:
  /// Which is the first element from this one on?
  struct Seek {
    std::uint32_t element = 0;
    bool again =
        false;  ///< missing ones are looked for once more, this and all that follow; else this was refused
  };
  struct Object {
    std::string oid;  ///< of a column without instance
    bool list = false;
    bool is_text = false;
    std::uint32_t first_index = 1;  ///< the instance of element 0
    std::uint32_t count = 1;        ///< elements that are wanted at most
    bool absent = false;
    bool asked = true;  ///< is it there?
    std::optional<Seek> seek;
    std::vector<std::uint8_t> missing;  ///< by element; empty: none
  };

  /// Its number; one that is there already when the object is the same.
  std::uint32_t add(const PointSpec& spec);
  [[nodiscard]] std::size_t size() const { return objects_.size(); }
  [[nodiscard]] const Object& operator[](std::uint32_t object) const { return objects_[object]; }
  [[nodiscard]] bool has(std::uint32_t object, std::uint32_t element) const;
  /// Of its first `size` elements.
  [[nodiscard]] std::size_t missing_of(std::uint32_t object, std::uint32_t size) const;

  /// Which there are is asked anew, elements as well; until it is answered they are as they were.
  void ask_all();
  /// Some are asked whether they are there (seeks aside).
  [[nodiscard]] bool is_asking() const;
  /// What GETNEXT asks for; empty: nothing. A seek waits until it is known that there is such an object.
  [[nodiscard]] std::string question(std::uint32_t object) const;
  [[nodiscard]] bool is_asked(std::uint32_t object) const { return objects_[object].asked; }
  /// The answer to whether it is there.
  void hear_first(std::uint32_t object, const core::SnmpValue& value, std::string_view oid);
  /// The answer to a seek.
  void hear_beyond(std::uint32_t object, const core::SnmpValue& value, std::string_view oid);
  /// There is no answer, or none that can be understood: it is taken to be there.
  void assume(std::uint32_t object);
  void stop_seeking(std::uint32_t object) { objects_[object].seek.reset(); }
  /// The agent refuses the object, or one of its elements.
  void refuse(std::uint32_t object);
  void refuse(std::uint32_t object, std::uint32_t element);
  /// What is missing of it may be there by now.
  void look_again(std::uint32_t object);

  /// Which element this is of a column; nothing: it isn't one of those that are wanted.
  [[nodiscard]] std::optional<std::uint32_t> element_of(std::uint32_t object, std::string_view oid) const;
  [[nodiscard]] std::string oid_of(std::uint32_t object, std::uint32_t element) const;
  /// Of the instance right before it; without one the column.
  [[nodiscard]] std::string oid_before(std::uint32_t object, std::uint32_t element) const;

 private:
  static void lose(Object& object, std::uint32_t first, std::uint64_t end);
  static void find(Object& object, std::uint64_t element);
  static void seek_missing(Object& object, std::uint64_t from);
  static void restore(Object& object);

  std::vector<Object> objects_;
};

}  // namespace bmsgw::codec::snmp
