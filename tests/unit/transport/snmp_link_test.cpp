#include "bmsgw/transport/snmp_link.hpp"

#include <gtest/gtest.h>

namespace bmsgw::transport {
namespace {

using core::SnmpOutcome;

TEST(SnmpLink, WhatTheAgentSaysIsFromIt) {
  struct Case {
    SnmpOutcome outcome;
    bool expected;
  };
  for (const Case& c :
       {Case{SnmpOutcome::ok, true}, Case{SnmpOutcome::error, true}, Case{SnmpOutcome::denied, false},
        Case{SnmpOutcome::timeout, false}, Case{SnmpOutcome::bad_answer, false},
        Case{SnmpOutcome::unreachable, false}, Case{SnmpOutcome::worker_down, false}}) {
    SnmpAnswer answer;
    answer.outcome = c.outcome;
    EXPECT_EQ(is_from_agent(answer), c.expected) << core::to_string(c.outcome);
  }
}

TEST(SnmpLink, TextTellsHowItEnded) {
  SnmpAnswer answer;
  answer.outcome = SnmpOutcome::ok;
  EXPECT_EQ(text_of(answer), "ok");
  answer.outcome = SnmpOutcome::timeout;
  EXPECT_EQ(text_of(answer), "no answer");
  answer.outcome = SnmpOutcome::error;
  answer.error_status = 2;
  EXPECT_EQ(text_of(answer), "noSuchName (2)");
  answer.error_index = 7;
  EXPECT_EQ(text_of(answer), "noSuchName (2) at object 7 of the request");
  answer.outcome = SnmpOutcome::denied;
  answer.detail = "the agent doesn't know the user";
  EXPECT_EQ(text_of(answer), "access denied: the agent doesn't know the user");
}

}  // namespace
}  // namespace bmsgw::transport
