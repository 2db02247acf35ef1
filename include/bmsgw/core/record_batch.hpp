#pragma once

#include <cstdint>
#include <vector>

#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::core {

/// One sample on its way to the server. Its value lies in the batch: read it with RecordBatch::value_of.
struct Record {
  std::int64_t unix_ms = 0;
  OutputId output{};
  Quality quality = Quality::good;
  /// The quality is told under `<key>Quality` too.
  bool tell_quality = false;
  Value value;  ///< for text and lists only its kind; the content is in the batch's stores
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// Samples that leave together, in the order of their capture, with all that their values show.
/// Memory is kept on clear(), so a batch in steady use doesn't allocate.
/// Thread: any (no sharing).
class RecordBatch {
 public:
  void add(std::int64_t unix_ms, OutputId output, Quality quality, bool tell_quality, const Value& value) {
    auto& record = records_.emplace_back();  // filled in place: copying one just made costs a stalled load
    record.unix_ms = unix_ms;
    record.output = output;
    record.quality = quality;
    record.tell_quality = tell_quality;
    if (is_view(value)) {
      keep_content(value, record);
    } else {
      record.value = value;
    }
  }
  void append(const RecordBatch& other);
  void clear();

  [[nodiscard]] bool empty() const { return records_.empty(); }
  [[nodiscard]] const std::vector<Record>& records() const { return records_; }
  /// The record's value; views show this batch's memory.
  [[nodiscard]] Value value_of(const Record& record) const;
  /// Bytes of memory that the content takes.
  [[nodiscard]] std::size_t bytes() const;

 private:
  void keep_content(const Value& value, Record& record);

  std::vector<Record> records_;
  std::vector<char> text_;
  std::vector<ListElement> elements_;
  std::vector<KeyRef> keys_;
};

}  // namespace bmsgw::core
