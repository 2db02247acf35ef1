#pragma once

#include "bmsgw/config/settings.hpp"
#include "bmsgw/northbound/thingsboard_client.hpp"

namespace bmsgw::app {

/// What the client needs, from settings that passed the loader's checks (so the URI is well formed).
[[nodiscard]] northbound::ThingsboardOptions thingsboard_options(const config::MqttSettings& settings);

}  // namespace bmsgw::app
