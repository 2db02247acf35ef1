# What every target is compiled with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(bmsgw_options INTERFACE)
target_include_directories(bmsgw_options INTERFACE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/src)
target_compile_options(bmsgw_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                               -Wnon-virtual-dtor -Woverloaded-virtual)
if(BMSGW_WERROR)
  target_compile_options(bmsgw_options INTERFACE -Werror)
endif()
# g++ 12 warns falsely of std::string and std::variant temporaries under -O2 and sanitizers.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(bmsgw_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow)
endif()
if(BMSGW_SANITIZE)
  target_compile_options(bmsgw_options INTERFACE -fsanitize=${BMSGW_SANITIZE} -fno-sanitize-recover=all
                                                 -fno-omit-frame-pointer)
  target_link_options(bmsgw_options INTERFACE -fsanitize=${BMSGW_SANITIZE})
endif()

# What nearly every file includes, and costs more than the file itself: compiled once for all modules, where a build
# from scratch has to be quick.
set(bmsgw_common_headers <algorithm> <chrono> <functional> <map> <memory> <optional> <span> <string> <string_view>
                         <variant> <vector> <fmt/core.h>)
# The target `pch_owner` has these headers compiled, the others take them from there.
function(bmsgw_share_headers target pch_owner)
  if(NOT BMSGW_PCH)
    return()
  endif()
  if(target STREQUAL pch_owner)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${pch_owner})
  endif()
endfunction()
