#pragma once

namespace bmsgw::app {

extern const char* const kVersion;

}  // namespace bmsgw::app
