#pragma once

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include "shown.hpp"

/// Maps of SNMP agents in short, and an agent that answers from a table, for the tests of the SNMP codec.
namespace bmsgw::codec::snmp::test {

using bmsgw::test::shown;
using Texts = std::vector<std::string>;

inline core::FieldFormat format_of(double factor, int decimals = -1) {
  core::FieldFormat format;
  format.factor = factor;
  format.decimals = static_cast<std::int8_t>(decimals);
  return format;
}
inline core::FieldFormat without(std::vector<std::int64_t> codes, core::FieldFormat format = {}) {
  format.not_available = std::move(codes);
  return format;
}

inline PointSpec scalar(std::string oid, core::FieldFormat format = {}) {
  PointSpec spec;
  spec.place.oid = std::move(oid);
  spec.format = std::move(format);
  return spec;
}
inline PointSpec text(std::string oid) {
  auto spec = scalar(std::move(oid));
  spec.place.is_text = true;
  return spec;
}
inline PointSpec column(std::string oid, std::uint32_t count, core::FieldFormat format = {}) {
  auto spec = scalar(std::move(oid), std::move(format));
  spec.list = true;
  spec.place.count = count;
  return spec;
}
inline PointSpec counted_by(std::uint32_t teller, PointSpec spec) {
  spec.count_from = teller;
  return spec;
}
inline PointSpec scaled_by(std::uint32_t scale, PointSpec spec) {
  spec.scale = scale;
  return spec;
}
inline PointSpec until_settled(std::uint32_t scale, PointSpec spec) {
  spec.scale = scale;
  spec.until_settled = true;
  return spec;
}
inline PointSpec chosen_by(std::uint32_t teller,
                           std::vector<std::pair<std::int64_t, core::FieldFormat>> formats, PointSpec spec) {
  spec.choice = FormatChoice{teller, std::move(formats)};
  return spec;
}
inline PointSpec in_group(std::uint32_t group, PointSpec spec) {
  spec.group = group;
  return spec;
}

inline MapSpec map_of(std::vector<PointSpec> points, RequestLimits limits = {}) {
  MapSpec map;
  map.groups.resize(2, core::milliseconds(10'000));
  map.points = std::move(points);
  map.limits = limits;
  std::uint32_t index = 0;
  for (auto& spec : map.points) spec.point = static_cast<core::PointId>(index++);
  return map;
}

/// `group kind oids`, joined by blanks.
inline std::string shown(const Read& read) {
  auto oids = read.request.oids;
  std::ranges::replace(oids, '\n', ' ');
  const char* const kinds[] = {"get", "next", "bulk"};
  const auto group = read.group == Read::kPresence ? "-" : std::to_string(read.group);
  auto text = group + " " + kinds[static_cast<std::size_t>(read.request.kind)] + " " + oids;
  if (read.request.kind == core::SnmpRequest::Kind::get_bulk)
    text += " x" + std::to_string(read.request.repetitions);
  return text;
}
inline Texts shown(const AgentDecoder& decoder) {
  Texts texts;
  for (const auto& read : decoder.reads()) texts.push_back(shown(read));
  return texts;
}

inline Texts lines_of(const std::string& oids) {
  std::istringstream stream(oids);
  Texts lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// In MIB order.
struct OidOrder {
  static std::vector<std::uint32_t> arcs(const std::string& oid) {
    std::istringstream stream(oid);
    std::vector<std::uint32_t> arcs;
    for (std::string arc; std::getline(stream, arc, '.');)
      arcs.push_back(static_cast<std::uint32_t>(std::stoul(arc)));
    return arcs;
  }
  bool operator()(const std::string& a, const std::string& b) const { return arcs(a) < arcs(b); }
};

/// An agent of version 1 or 2: a table of what it has.
struct Agent {
  std::map<std::string, core::SnmpValue, OidOrder> objects;
  bool is_v1 = true;
  std::size_t most_varbinds = 1000;  ///< of a get_bulk it answers no more, of another one it says tooBig

  void add_column(const std::string& oid, std::int64_t first, std::int64_t count, std::int64_t from) {
    for (std::int64_t i = 0; i < count; ++i) objects[oid + "." + std::to_string(first + i)] = from + i;
  }
};

/// A decoder and its agent.
struct Rig {
  explicit Rig(MapSpec spec) : map(std::move(spec)) {}

  MapSpec map;
  Agent agent{};
  AgentDecoder decoder{map};
  std::vector<core::Sample> samples{};
  std::size_t requests = 0;
  std::vector<std::string> names{};  ///< of the last answer
  std::vector<core::SnmpValue> values{};

  /// Does read 0, 1, ... until all of a plan were answered; a plan that changes begins anew, with nothing of
  /// what was said before. The samples of that pass.
  Texts poll() {
    for (int passes = 0; passes < 100; ++passes) {
      samples.clear();
      bool is_done = true;
      Texts told;
      for (std::size_t read = 0; read < decoder.reads().size() && is_done; ++read) {
        ask(read);
        for (auto& text : told_now()) told.push_back(std::move(text));
        is_done = !decoder.is_outdated();
      }
      if (is_done) return told;
      decoder.replan();
    }
    ADD_FAILURE() << "the plan is never at rest";
    return {};
  }

  /// `<point> <value>`
  Texts told_now() {
    Texts texts;
    const auto values_shown = shown(samples);
    for (std::size_t i = 0; i < samples.size(); ++i)
      texts.push_back(std::to_string(core::index_of(samples[i].point)) + " " + values_shown[i]);
    samples.clear();
    return texts;
  }

  void ask(std::size_t read) {
    ++requests;
    const auto& request = decoder.reads()[read].request;
    const auto oids = lines_of(request.oids);
    values.clear();
    names.clear();
    if (request.kind == core::SnmpRequest::Kind::get_bulk) {
      answer_bulk(request, oids);
    } else if (oids.size() > agent.most_varbinds) {
      EXPECT_TRUE(decoder.on_too_big(read));
      return;
    } else if (const auto refused = answer(oids, request.kind); refused != 0) {
      EXPECT_TRUE(decoder.on_absent(read, refused, samples));
      return;
    }
    std::vector<std::string_view> views(names.begin(), names.end());
    if (request.kind == core::SnmpRequest::Kind::get) views.clear();
    decoder.on_answer(read, values, views, samples);
  }

 private:
  void next_of(const std::string& oid) {
    const auto next = agent.objects.upper_bound(oid);
    const bool is_end = next == agent.objects.end();
    names.push_back(is_end ? oid : next->first);
    values.push_back(is_end ? core::SnmpAbsent::end_of_view : next->second);
  }

  std::uint32_t answer(const Texts& oids, core::SnmpRequest::Kind kind) {
    for (std::uint32_t i = 0; i < oids.size(); ++i) {
      if (kind == core::SnmpRequest::Kind::get_next) {
        next_of(oids[i]);
      } else {
        const auto found = agent.objects.find(oids[i]);
        const bool is_there = found != agent.objects.end();
        values.push_back(is_there ? found->second : core::SnmpAbsent::no_such_instance);
      }
      const auto* const absent = std::get_if<core::SnmpAbsent>(&values.back());
      if (agent.is_v1 && absent != nullptr && *absent != core::SnmpAbsent::null) return i + 1;
    }
    return 0;
  }

  void answer_bulk(const core::SnmpRequest& request, const Texts& oids) {
    auto from = oids;
    for (std::uint32_t row = 0; row < request.repetitions; ++row) {
      for (auto& oid : from) {
        if (values.size() == agent.most_varbinds) return;
        next_of(oid);
        oid = names.back();
      }
    }
  }
};

}  // namespace bmsgw::codec::snmp::test
