# These files are compiled into the binary, so that it runs with nothing installed: each as `k_<name>`.
function(bmsgw_embed name file)
  set(source ${CMAKE_SOURCE_DIR}/${file})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  file(READ ${source} content)
  # A raw string literal is limited to 65535 bytes by the standard: it is put together from pieces.
  string(REPLACE "\n" ")json\"\nR\"json(\n" content "${content}")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/${name}.cpp @ONLY
       CONTENT "// Made from @file@.\n#include \"config/embedded_files.hpp\"\nnamespace bmsgw::config {\nconst char* const k_@name@ = R\"json(@content@)json\";\n}\n")
  target_sources(bmsgw_config PRIVATE ${CMAKE_BINARY_DIR}/generated/${name}.cpp)
endfunction()

bmsgw_embed(settings_schema config/schema/settings.schema.json)
bmsgw_embed(params_schema config/schema/params.schema.json)
bmsgw_embed(g1_parameters config/profiles/emus-g1-parameters.json)
