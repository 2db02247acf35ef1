#include "app/endpoint.hpp"

#include <gtest/gtest.h>

namespace bmsgw::app {
namespace {

TEST(Endpoint, IsHostAndPort) {
  struct Case {
    const char* text;
    const char* host;
    int port;  ///< 0: it is none
  };
  for (const Case& c :
       {Case{"192.168.20.177", "192.168.20.177", 161}, Case{"bms:1161", "bms", 1161}, Case{"::1", "::1", 161},
        Case{"[::1]", "::1", 161}, Case{"[::1]:1161", "::1", 1161}, Case{"fe80::1%eth0", "fe80::1%eth0", 161},
        Case{"bms:65535", "bms", 65535}, Case{"", "", 0}, Case{":161", "", 0}, Case{"bms:", "", 0},
        Case{"bms:0", "", 0}, Case{"bms:65536", "", 0}, Case{"bms:snmp", "", 0}, Case{"bms:-1", "", 0},
        Case{"[]:5", "", 0}}) {
    const auto endpoint = parse_endpoint(c.text, 161);
    ASSERT_EQ(endpoint.has_value(), c.port != 0) << c.text;
    if (!endpoint) continue;
    EXPECT_EQ(endpoint->host, c.host) << c.text;
    EXPECT_EQ(endpoint->port, c.port) << c.text;
  }
}

}  // namespace
}  // namespace bmsgw::app
