# Everything comes from Debian; versions are those of Debian 12 and anything newer.
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers)
find_package(OpenSSL REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(SOCKETCAN REQUIRED IMPORTED_TARGET libsocketcan)
pkg_check_modules(MODBUS REQUIRED IMPORTED_TARGET libmodbus)

find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp REQUIRED)
find_path(PAHO_CPP_INCLUDE_DIR mqtt/async_client.h REQUIRED)
find_library(PAHO_CPP_LIBRARY paho-mqttpp3 REQUIRED)
find_library(PAHO_C_LIBRARY paho-mqtt3as REQUIRED)
add_library(bmsgw_paho INTERFACE)
target_include_directories(bmsgw_paho SYSTEM INTERFACE ${PAHO_CPP_INCLUDE_DIR})
target_link_libraries(bmsgw_paho INTERFACE ${PAHO_CPP_LIBRARY} ${PAHO_C_LIBRARY})

# Net-SNMP's library only: what net-snmp-config names besides (Perl, the agent's libraries) isn't needed. Whoever links it
# parses strangers' datagrams: bms-gateway and bms-simulator don't.
find_path(NETSNMP_INCLUDE_DIR net-snmp/net-snmp-config.h REQUIRED)
find_library(NETSNMP_LIBRARY netsnmp REQUIRED)
add_library(bmsgw_netsnmp INTERFACE)
target_include_directories(bmsgw_netsnmp SYSTEM INTERFACE ${NETSNMP_INCLUDE_DIR})
target_link_libraries(bmsgw_netsnmp INTERFACE ${NETSNMP_LIBRARY})

# Asio is compiled once, not in every file that uses it.
add_library(bmsgw_asio STATIC ${CMAKE_SOURCE_DIR}/src/transport/asio_impl.cpp)
target_link_libraries(bmsgw_asio PUBLIC bmsgw_options Boost::headers Threads::Threads)
target_compile_definitions(bmsgw_asio PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
