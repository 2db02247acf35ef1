# One static library per module of src/, with the layers of docs/architecture.md as link dependencies:
#   core <- codec, payload, route, config <- rpc, transport, outbox, northbound <- driver <- app
# bms-snmp-worker and bms-snmp-agent are programs of their own, the only ones that link Net-SNMP.
function(bmsgw_module name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX asio_impl.cpp$)
  if(NOT sources)
    add_library(bmsgw_${name} INTERFACE)
    target_link_libraries(bmsgw_${name} INTERFACE bmsgw_options ${ARGN})
    return()
  endif()
  add_library(bmsgw_${name} STATIC ${sources})
  target_link_libraries(bmsgw_${name} PUBLIC bmsgw_options ${ARGN})
  bmsgw_share_headers(bmsgw_${name} bmsgw_core ${bmsgw_common_headers})
endfunction()

bmsgw_module(core fmt::fmt Boost::headers)
bmsgw_module(codec bmsgw_core)
bmsgw_module(payload bmsgw_core nlohmann_json::nlohmann_json)
bmsgw_module(route bmsgw_core)
bmsgw_module(config bmsgw_core nlohmann_json::nlohmann_json)
bmsgw_module(rpc bmsgw_core bmsgw_codec bmsgw_route nlohmann_json::nlohmann_json)
bmsgw_module(transport bmsgw_core bmsgw_codec bmsgw_asio PkgConfig::SOCKETCAN PkgConfig::MODBUS)
bmsgw_module(outbox bmsgw_core)
bmsgw_module(northbound bmsgw_core bmsgw_payload bmsgw_route bmsgw_outbox bmsgw_asio bmsgw_paho OpenSSL::SSL)
bmsgw_module(driver bmsgw_core bmsgw_codec bmsgw_route bmsgw_transport)
bmsgw_module(app bmsgw_config bmsgw_codec bmsgw_payload bmsgw_route bmsgw_rpc bmsgw_transport bmsgw_outbox
             bmsgw_northbound bmsgw_driver spdlog::spdlog PkgConfig::SYSTEMD CLI11::CLI11)
bmsgw_module(simulator bmsgw_core bmsgw_codec bmsgw_config bmsgw_transport CLI11::CLI11)
bmsgw_module(snmp_library bmsgw_core bmsgw_netsnmp)
bmsgw_module(snmp_worker bmsgw_core bmsgw_codec bmsgw_snmp_library)
bmsgw_module(snmp_agent bmsgw_core bmsgw_codec bmsgw_config bmsgw_simulator bmsgw_snmp_library)

target_include_directories(bmsgw_config SYSTEM PRIVATE ${VALIJSON_INCLUDE_DIR})
include(cmake/embed_files.cmake)

add_executable(bms-gateway src/main.cpp)
target_link_libraries(bms-gateway PRIVATE bmsgw_app)
add_executable(bms-simulator src/simulator_main.cpp)
target_link_libraries(bms-simulator PRIVATE bmsgw_simulator)
add_executable(bms-snmp-worker src/snmp_worker_main.cpp)
target_link_libraries(bms-snmp-worker PRIVATE bmsgw_snmp_worker)
add_executable(bms-snmp-agent src/snmp_agent_main.cpp)
target_link_libraries(bms-snmp-agent PRIVATE bmsgw_snmp_agent)
set(bmsgw_programs bms-gateway bms-simulator bms-snmp-worker bms-snmp-agent)
set_target_properties(${bmsgw_programs} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
target_compile_definitions(bmsgw_app PRIVATE BMSGW_VERSION="${PROJECT_VERSION}"
                           BMSGW_SOURCE_CONFIG_DIR="${CMAKE_SOURCE_DIR}/config"
                           BMSGW_DATA_DIR="${CMAKE_INSTALL_FULL_DATADIR}/bms-gateway")

install(TARGETS ${bmsgw_programs} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY config/schema config/profiles DESTINATION ${CMAKE_INSTALL_DATADIR}/bms-gateway
        OPTIONAL FILES_MATCHING PATTERN "*.json")
