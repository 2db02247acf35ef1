#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bmsgw/core/output.hpp"
#include "bmsgw/core/record_batch.hpp"

namespace bmsgw::payload {

/// Records to ThingsBoard telemetry: `[{"ts":ms,"values":{"key":value,...}},...]`, in as many messages as the
/// size limit asks for. Records of one capture time share an object; a key never stands twice in one object.
/// Thread: any (no sharing).
class TelemetryFormatter {
 public:
  /// The server closes the connection above 65536 bytes.
  static constexpr std::size_t kMaxMessageBytes = 60'000;

  /// `outputs` is indexed by OutputId and must outlive the formatter.
  explicit TelemetryFormatter(const std::vector<core::OutputDescription>& outputs,
                              std::size_t max_bytes = kMaxMessageBytes);

  /// Appends the batch's messages to `messages`.
  void format(const core::RecordBatch& batch, std::vector<std::string>& messages);

  /// Records left out because one alone is larger than a message may be.
  [[nodiscard]] std::uint64_t oversized() const { return oversized_; }

 private:
  void add_record(const core::RecordBatch& batch, const core::Record& record,
                  std::vector<std::string>& messages);
  void format_entries(const core::RecordBatch& batch, const core::Record& record);
  void format_value(const core::OutputDescription& output, const core::Value& value);
  void format_expanded(const core::OutputDescription& output, core::List list);
  void format_list(const core::OutputDescription& output, core::List list);
  void format_keys(core::KeyList keys);
  void format_number(const core::OutputDescription& output, double number);
  void append_text_value(const core::OutputDescription& output, std::string_view text);
  void append_key(const std::string& key, std::string_view suffix = {});
  void open_object(std::int64_t unix_ms);
  void close_message(std::vector<std::string>& messages);

  const std::vector<core::OutputDescription>& outputs_;
  std::size_t max_bytes_;
  std::string message_;
  std::string entries_;  ///< one record's `"key":value` pairs
  bool object_open_ = false;
  std::int64_t object_ms_ = 0;
  std::uint64_t object_number_ = 0;
  std::uint64_t oversized_ = 0;
  std::vector<std::uint64_t> last_object_;  ///< by output: the object that already holds its key
};

}  // namespace bmsgw::payload
