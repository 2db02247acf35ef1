#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string_view>

#include "bmsgw/codec/g1/records.hpp"

namespace bmsgw::codec::g1 {

/// Reads the fields of one sentence and remembers the first error, so that a record is read straight on and
/// asked about once at its end. Thread: any (no sharing).
class RecordReader {
 public:
  /// `names`: of the sentences that hold this record.
  RecordReader(const Sentence& sentence, std::initializer_list<std::string_view> names);

  /// A field that must be there. 0 after an error.
  std::uint64_t hexadecimal(std::size_t field,
                            std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
  std::uint64_t decimal(std::size_t field, std::uint64_t most);
  /// Nothing: the field is empty or missing.
  std::optional<std::uint64_t> optional_hexadecimal(std::size_t field);
  /// Seconds since 2000-01-01 as Unix milliseconds.
  std::optional<std::int64_t> optional_time(std::size_t field);
  void fail(DecodeError::Reason reason, std::size_t field);

  [[nodiscard]] std::string_view text(std::size_t field) const { return sentence_.field(field); }
  [[nodiscard]] const std::optional<DecodeError>& error() const { return error_; }

  /// The record, or the first error met while it was read.
  template <typename T>
  [[nodiscard]] RecordResult<T> result(T record) const {
    if (error_) return *error_;
    return record;
  }

 private:
  const Sentence& sentence_;
  std::optional<DecodeError> error_;
};

}  // namespace bmsgw::codec::g1
