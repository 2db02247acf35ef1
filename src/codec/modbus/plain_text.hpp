#pragma once

#include <string>

namespace bmsgw::codec::modbus {

/// A device's text as UTF-8 that can be shown anywhere: it ends at the first NUL or 0xFF (erased memory),
/// blanks at its end are dropped, and every byte that is no UTF-8 or would control a terminal is a `?`.
/// Thread: any.
void make_plain(std::string& text);

}  // namespace bmsgw::codec::modbus
