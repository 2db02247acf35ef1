#include "simulator/sentences.hpp"

#include <array>

#include "simulator/pack_sentences.hpp"
#include "simulator/status_sentences.hpp"

namespace bmsgw::simulator {
namespace {

template <std::string (*kFields)(const PackReading&)>
std::string of_pack(const UnitView& view) {
  return kFields(view.pack);
}

std::string td1(const UnitView& view) {
  return td1_fields(view.unix_s, view.uptime_s);
}

constexpr std::array<SingleSentence, 14> kPeriodic{{
    {"BB1", of_pack<bb1_fields>},
    {"BC1", of_pack<bc1_fields>},
    {"BT1", of_pack<bt1_fields>},
    {"BT3", of_pack<bt3_fields>},
    {"BV1", of_pack<bv1_fields>},
    {"CG1", of_pack<cg1_fields>},
    {"CS1", of_pack<cs1_fields>},
    {"CS2", of_pack<cs2_fields>},
    {"CV1", of_pack<cv1_fields>},
    {"DT1", of_pack<dt1_fields>},
    {"IN1", of_pack<in1_fields>},
    {"OT1", of_pack<ot1_fields>},
    {"ST1", of_pack<st1_fields>},
    {"TD1", td1},
}};

constexpr std::array<ListSentence, 4> kLists{{
    {"BB2", bb2_fields},
    {"BT2", bt2_fields},
    {"BT4", bt4_fields},
    {"BV2", bv2_fields},
}};

}  // namespace

std::span<const SingleSentence> periodic_sentences() {
  return kPeriodic;
}
std::span<const ListSentence> list_sentences() {
  return kLists;
}

}  // namespace bmsgw::simulator
