#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmsgw/codec/element_list.hpp"
#include "bmsgw/codec/snmp/map_spec.hpp"
#include "bmsgw/codec/snmp/object_table.hpp"
#include "bmsgw/codec/snmp/scale_settler.hpp"
#include "bmsgw/codec/snmp/value_reader.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/snmp.hpp"

namespace bmsgw::codec::snmp {

class RequestBuilder;

/// One request of the plan.
struct Read {
  std::uint32_t group = 0;  ///< index of MapSpec::groups; of a presence read kPresence
  core::SnmpRequest request;

  static constexpr std::uint32_t kPresence = 0xFFFFFFFFU;
};

/// The requests that one agent wants, and what its answers mean. First it is asked which objects it has at
/// all (presence reads: GETNEXT), then for their values; the plan is made anew when that is known, when a
/// value tells another number of elements, and when an object turns out to be absent. Thread: any (no
/// sharing).
class AgentDecoder {
 public:
  explicit AgentDecoder(const MapSpec& map);  ///< outlives the decoder

  /// The present plan: presence reads, then by group. While presence isn't known only its reads; later such
  /// reads may come again, to look for elements. Each is gone from the plan once it was answered or lost.
  /// Indexes hold until replan().
  [[nodiscard]] std::span<const Read> reads() const { return reads_; }

  /// Appends the samples of a good answer; `oids` of get_next and get_bulk only. An absent value is
  /// unavailable; a list is given out when all of its reads have been answered (or lost) since it was last
  /// given out, without the elements that are absent. Any integer type is a number, and so are digits. Views
  /// are valid until the next call. Once warm, nothing is allocated.
  void on_answer(std::size_t read, std::span<const core::SnmpValue> values,
                 std::span<const std::string_view> oids, std::vector<core::Sample>& samples);
  /// What a value that was asked for by itself says, by what is known of scales and formats; not for lists
  /// and texts. Nothing is remembered of it.
  [[nodiscard]] core::Sample decode_alone(std::uint32_t point, const core::SnmpValue& value) const;
  /// The agent says noSuchName of the `index`th (from 1) object of the read: it is absent, and its point or
  /// element unavailable (appended); the read is planned anew without it. False: there is no such object,
  /// nothing has changed.
  bool on_absent(std::size_t read, std::uint32_t index, std::vector<core::Sample>& samples);
  /// The answer would be too big: the requests are made smaller. False: they can't be.
  bool on_too_big(std::size_t read);
  /// The read's values can't be had: its points are unavailable, lists lack its elements until they are heard
  /// again. Of a presence read: its objects are taken to be there.
  void on_lost(std::size_t read, std::vector<core::Sample>& samples);
  /// Nothing of the agent can be had: every point is unavailable. What was settled stays so.
  void on_all_lost(std::vector<core::Sample>& samples);

  /// replan() wants to be called before the next request.
  [[nodiscard]] bool is_outdated() const { return is_outdated_; }
  void replan();
  /// Which objects there are is asked anew; until that is known everything is read as before.
  void ask_presence();
  /// How many points and elements are absent.
  [[nodiscard]] std::size_t absent() const;
  /// The points that are absent altogether.
  [[nodiscard]] std::vector<std::uint32_t> absent_list() const;
  [[nodiscard]] std::size_t absent_points() const;
  /// Tables are read by GET from now on.
  void stop_bulk();

  /// The factor of a scale; nothing: not settled yet.
  [[nodiscard]] std::optional<double> scale(std::uint32_t index) const;
  /// Scales settled since the last call: indexes. One that the user gave isn't among them. The lists of the
  /// answer that settles it are scaled already, single values from their next one on.
  [[nodiscard]] std::vector<std::uint32_t> take_settled() { return std::exchange(settled_, {}); }
  /// Lists of which the device has more elements than the map has places for, each once: index of the point,
  /// and the number told.
  struct Cut {
    std::uint32_t point = 0;
    double told = 0;
  };
  [[nodiscard]] std::vector<Cut> take_cut() { return std::exchange(cut_, {}); }

 private:
  static constexpr std::uint32_t kWhole = 0xFFFFFFFFU;  ///< in place of an element: the object itself

  struct PointPlan {
    ValueReader reader;
    std::vector<std::pair<std::int64_t, ValueReader>> choices{};  ///< by the teller's code
    std::uint32_t object = 0;
    bool is_scaled = false;  ///< by a scale, once that is settled
    bool is_ready = true;    ///< it is
    bool is_over = false;    ///< it was there until that
    bool is_teller = false;  ///< its code decides how others are read
    std::string text{};
    std::optional<std::int64_t> code{};  ///< raw
    std::optional<double> known{};       ///< the value, while it is good; of a list the first one
    std::optional<double> told{};        ///< of a list: what its teller said last
    std::uint32_t size = 0;              ///< of a list: how many elements there are, as far as was told
    std::vector<std::uint32_t> lists{};  ///< whose size this value tells
    ElementList elements{};              ///< raw when is_scaled, until they are given out
  };
  /// One value of an answer; of get_bulk a column of them.
  struct Item {
    std::uint32_t place = 0;  ///< of the request's objects
    std::uint32_t point = 0;
    std::uint32_t element = kWhole;  ///< of get_bulk the first
  };
  struct Question {
    std::uint32_t object = 0;
    bool is_first = true;  ///< whether it is there; else a seek
  };
  struct ReadPlan {
    std::uint32_t first = 0;  ///< of items_, of a presence read of questions_
    std::uint32_t count = 0;
    std::uint32_t places = 0;  ///< objects that are asked for
    std::uint32_t first_list = 0;
    std::uint32_t lists = 0;
  };
  /// An object and the points that want it.
  struct Column {
    std::uint32_t object = 0;
    std::vector<std::uint32_t> points;
  };
  struct Table {
    std::uint32_t first_index = 1;
    std::uint32_t size = 0;
    std::vector<Column> columns;
  };

  void prepare_point(std::uint32_t index);
  void plan();
  void plan_questions(RequestBuilder& builder);
  void plan_scalars(RequestBuilder& builder, std::uint32_t group);
  void plan_table(RequestBuilder& builder, const Table& table);
  void plan_bulk(const RequestBuilder& builder, std::uint32_t group, const Table& table);
  void plan_rows(std::uint32_t group, const Table& part, std::uint32_t rows_at_once);
  void plan_lists();
  [[nodiscard]] bool is_absent(const PointPlan& point) const;
  [[nodiscard]] std::vector<Column> scalars_of(std::uint32_t group) const;
  [[nodiscard]] std::vector<Table> tables_of(std::uint32_t group) const;
  [[nodiscard]] bool is_wanted(std::uint32_t point, std::uint32_t group) const;
  void add_item(std::uint32_t read, const Item& item);

  void hear_presence(std::size_t read, std::span<const core::SnmpValue> values,
                     std::span<const std::string_view> oids, std::vector<core::Sample>& samples);
  void lose_presence(std::size_t read);
  void hear_question(const Question& question, const core::SnmpValue& value, std::string_view oid,
                     std::vector<core::Sample>& samples);
  [[nodiscard]] std::span<const Question> questions_of(std::size_t read) const;
  void tell_empty(std::uint32_t object, std::vector<core::Sample>& samples);
  void tell_absent(std::uint32_t object, std::vector<core::Sample>& samples);
  void look_again(std::uint32_t object);
  [[nodiscard]] std::span<const Item> items_of(std::size_t read) const;
  [[nodiscard]] std::span<const std::uint32_t> lists_of(std::size_t read) const;
  void take(const Item& item, const core::SnmpValue& value, std::vector<core::Sample>& samples);
  void take_value(std::uint32_t index, const core::SnmpValue& value, std::vector<core::Sample>& samples);
  void take_rows(std::size_t read, std::span<const core::SnmpValue> values,
                 std::span<const std::string_view> oids);
  void take_column(const Item& item, std::uint32_t rows, std::uint32_t columns,
                   std::span<const core::SnmpValue> values, std::span<const std::string_view> oids);
  [[nodiscard]] bool is_within(std::size_t read, std::span<const core::SnmpValue> values,
                               std::span<const std::string_view> oids) const;
  [[nodiscard]] core::ListElement element_of(std::uint32_t index, const core::SnmpValue& value);
  [[nodiscard]] const ValueReader* reader_of(std::uint32_t index) const;
  void tell_size(std::uint32_t list, const core::Sample& teller, std::vector<core::Sample>& samples);
  void set_size(std::uint32_t list, std::uint32_t size);
  void give_whole_lists(std::size_t read, std::vector<core::Sample>& samples);
  void give_list(std::uint32_t index, std::vector<core::Sample>& samples);
  void tell_unavailable(std::uint32_t index, std::vector<core::Sample>& samples);
  core::ListElement note_raw(std::uint32_t index, const core::SnmpValue& value);
  void settle(std::size_t read, std::vector<core::Sample>& samples);
  void judge(std::uint32_t scale);
  [[nodiscard]] std::optional<double> known(const std::optional<std::uint32_t>& point) const;
  void finish_scale(std::uint32_t scale, std::vector<core::Sample>& samples);

  const MapSpec& map_;
  RequestLimits limits_;
  bool no_bulk_ = false;           ///< the agent doesn't take it
  std::vector<PointPlan> points_;  ///< by index of MapSpec::points
  ObjectTable objects_;
  std::vector<ScaleSettler> scales_;
  std::vector<std::uint32_t> settled_;
  std::vector<std::uint8_t> is_finished_;  ///< by scale: its points know
  std::size_t unsettled_ = 0;              ///< scales
  std::vector<Read> reads_;
  std::vector<ReadPlan> plans_;  ///< by index of reads_
  std::vector<Question> questions_;
  std::vector<Item> items_;              ///< by read and place
  std::vector<std::uint32_t> list_ids_;  ///< points, by read
  std::vector<Cut> cut_;
  bool is_known_ = false;  ///< which objects there are; before nothing else is asked
  bool is_outdated_ = false;
};

}  // namespace bmsgw::codec::snmp
