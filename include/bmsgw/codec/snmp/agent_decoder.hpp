#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/codec/snmp/map_spec.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/snmp.hpp"

namespace bmsgw::codec::snmp {

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

  /// The present plan. While presence isn't known only its reads. Indexes hold until replan().
  [[nodiscard]] std::span<const Read> reads() const;

  /// Appends the samples of a good answer; `oids` of get_next and get_bulk only. An absent value is
  /// unavailable; a list is given out when all of its reads have been answered (or lost) since it was last
  /// given out, without the elements that are absent. Any integer type is a number, and so are digits. Views
  /// are valid until the next call. Once warm, nothing is allocated.
  void on_answer(std::size_t read, std::span<const core::SnmpValue> values,
                 std::span<const std::string_view> oids, std::vector<core::Sample>& samples);
  /// The agent says noSuchName of the `index`th (from 1) object of the read: it is absent, and its point or
  /// element unavailable (appended); the read is planned anew without it. False: there is no such object,
  /// nothing has changed.
  bool on_absent(std::size_t read, std::uint32_t index, std::vector<core::Sample>& samples);
  /// The answer would be too big: the requests are made smaller. False: they can't be.
  bool on_too_big(std::size_t read);
  /// The read's values can't be had: its points are unavailable, lists lack its elements until they are heard
  /// again.
  void on_lost(std::size_t read, std::vector<core::Sample>& samples);
  /// Nothing of the agent can be had: every point is unavailable. What was settled stays so.
  void on_all_lost(std::vector<core::Sample>& samples);

  /// replan() wants to be called before the next request.
  [[nodiscard]] bool is_outdated() const;
  void replan();
  /// Which objects there are is asked anew; until that is known everything is read as before.
  void ask_presence();
  /// How many points and elements are absent.
  [[nodiscard]] std::size_t absent() const;

  /// The factor of a scale; nothing: not settled yet.
  [[nodiscard]] std::optional<double> scale(std::uint32_t index) const;
  /// Scales settled since the last call: indexes.
  [[nodiscard]] std::vector<std::uint32_t> take_settled();
  /// Lists of which the device has more elements than the map has places for, each once: index of the point,
  /// and the number told.
  struct Cut {
    std::uint32_t point = 0;
    double told = 0;
  };
  [[nodiscard]] std::vector<Cut> take_cut();

  // private parts are the implementer's
};

}  // namespace bmsgw::codec::snmp
