#pragma once

#include <iosfwd>

#include "bmsgw/config/loader.hpp"

namespace bmsgw::app {

/// Sends a log in the form of `candump -L` through the decoder and the routes, offline, by the log's own
/// clock: a frame goes to the CAN bus whose interface the log names, or to the only one. `json`: the messages
/// that the server would get, one a line; else a line per value. Lines that are no frame are said to `err`
/// (the first ones) and counted. True: at least one frame was decoded.
bool replay_log(const config::Config& config, std::istream& log, bool json, std::ostream& out,
                std::ostream& err);

}  // namespace bmsgw::app
