# Tests for ctest, one per suite of googletest: a process per test costs more than most tests do, most of all under
# sanitizers. A suite's output names the test that fails.
#
# Included by CMakeLists.txt it brings the function below; run by ctest (before the tests, as only then the program is
# built for sure) it asks the program for its suites.
if(DEFINED bmsgw_suites_of)
  # Longest suites first, or the last one keeps a core waiting: the number of tests is what is known of it.
  function(bmsgw_add_suite file program prefix properties suite count)
    string(REGEX REPLACE "[^A-Za-z0-9_./-]" "_" name "${prefix}.${suite}")
    file(APPEND ${file} "add_test([==[${name}]==] [==[${program}]==] [==[--gtest_filter=${suite}.*]==])\n"
                        "set_tests_properties([==[${name}]==] PROPERTIES COST ${count} ${properties})\n")
  endfunction()
  function(bmsgw_list_suites program file prefix properties)
    execute_process(COMMAND ${program} --gtest_list_tests OUTPUT_VARIABLE listed ERROR_VARIABLE error
                    RESULT_VARIABLE status TIMEOUT 60)
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "${program} --gtest_list_tests: ${status}\n${listed}${error}")
    endif()
    string(REGEX REPLACE "[][;]" "_" listed "${listed}")
    string(REPLACE "\n" ";" listed "${listed}")
    file(WRITE ${file}.new "")
    set(count 0)
    foreach(line ${listed} "End.")
      if(line MATCHES "^  ")
        math(EXPR count "${count} + 1")
      elseif(line MATCHES "^([^ ]+)\\.( |$)")  # Suite. or Instance/Suite.; a comment may follow
        if(count GREATER 0)
          bmsgw_add_suite(${file}.new ${program} ${prefix} "${properties}" ${suite} ${count})
        endif()
        set(suite ${CMAKE_MATCH_1})
        set(count 0)
      endif()
    endforeach()
    file(RENAME ${file}.new ${file})
  endfunction()

  if(NOT EXISTS ${bmsgw_suites_of})
    add_test(${bmsgw_suites_prefix}_NOT_BUILT ${bmsgw_suites_prefix}_NOT_BUILT)
  else()
    if(NOT EXISTS ${bmsgw_suites_file} OR NOT ${bmsgw_suites_file} IS_NEWER_THAN ${bmsgw_suites_of} OR
       NOT ${bmsgw_suites_file} IS_NEWER_THAN ${CMAKE_CURRENT_LIST_FILE})
      bmsgw_list_suites(${bmsgw_suites_of} ${bmsgw_suites_file} ${bmsgw_suites_prefix} "${bmsgw_suites_properties}")
    endif()
    include(${bmsgw_suites_file})
  endif()
  unset(bmsgw_suites_of)
  return()
endif()

set(bmsgw_gtest_suites ${CMAKE_CURRENT_LIST_FILE})
# ctest's tests are named PREFIX.SUITE. PROPERTIES are those of set_tests_properties.
function(bmsgw_discover_suites target prefix properties)
  set(file ${CMAKE_CURRENT_BINARY_DIR}/${target}_suites.cmake)
  set(start ${CMAKE_CURRENT_BINARY_DIR}/${target}_discovery.cmake)
  file(GENERATE OUTPUT ${start}
       CONTENT "set(bmsgw_suites_of [==[$<TARGET_FILE:${target}>]==])
set(bmsgw_suites_file [==[${file}]==])
set(bmsgw_suites_prefix [==[${prefix}]==])
set(bmsgw_suites_properties [==[${properties}]==])
include([==[${bmsgw_gtest_suites}]==])
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${start})
endfunction()
