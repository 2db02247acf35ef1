#include "bmsgw/app/version.hpp"

namespace bmsgw::app {

const char* const kVersion = BMSGW_VERSION;

}  // namespace bmsgw::app
