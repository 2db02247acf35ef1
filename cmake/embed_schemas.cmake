# The schema files are compiled into the binary, so that it runs with nothing installed.
foreach(schema settings params)
  set(source ${CMAKE_SOURCE_DIR}/config/schema/${schema}.schema.json)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  file(READ ${source} content)
  # A raw string literal is limited to 65535 bytes by the standard: it is put together from pieces.
  string(REPLACE "\n" ")json\"\nR\"json(\n" content "${content}")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/${schema}_schema.cpp @ONLY
       CONTENT "// Made from config/schema/@schema@.schema.json.\n#include \"config/embedded_schema.hpp\"\nnamespace bmsgw::config {\nconst char* const k_@schema@_schema = R\"json(@content@)json\";\n}\n")
  target_sources(bmsgw_config PRIVATE ${CMAKE_BINARY_DIR}/generated/${schema}_schema.cpp)
endforeach()
