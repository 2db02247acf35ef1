#pragma once

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/types.h>

#include "bmsgw/codec/snmp/worker_message.hpp"

#include "snmp_worker/value_reader.hpp"

namespace bmsgw::snmp_worker {

/// What an agent's Response says to `request`: outcome, error, values, oids and detail of `answer`, whose
/// views show the PDU and `texts`. The agent is not believed: what doesn't fit the request is bad_answer.
/// Thread: any.
void read_answer(const core::SnmpRequest& request, const netsnmp_pdu& pdu, TextStore& texts,
                 codec::snmp::AgentAnswer& answer);

}  // namespace bmsgw::snmp_worker
