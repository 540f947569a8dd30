# Imported targets for everything that is not ours, always as SYSTEM headers:
#   both sides: kedang::cereal kedang::json kedang::xxhash kedang::utf8proc
#               kedang::gtest kedang::gtest_main
#   client:     kedang::imgui
#   native:     kedang::sqlite kedang::sodium kedang::tls kedang::zlib kedang::brotli kedang::httplib
#               kedang::log kedang::cli kedang::rapidcheck
# Which of our files may include them is written in ci/include_rules.json.

set(KEDANG_DEPS ${CMAKE_SOURCE_DIR}/build/deps)
if(NOT EXISTS ${KEDANG_DEPS}/include-wasm OR NOT EXISTS ${KEDANG_DEPS}/src/imgui.sha256)
  message(FATAL_ERROR "build/deps is missing or incomplete: run ./ci/setup")
endif()

function(kedang_headers name directory)
  add_library(kedang_dep_${name} INTERFACE)
  add_library(kedang::${name} ALIAS kedang_dep_${name})
  if(directory)
    target_include_directories(kedang_dep_${name} SYSTEM INTERFACE ${directory})
  endif()
endfunction()

# A library of the system, its archive rather than its shared object.
function(kedang_archive name)
  kedang_headers(${name} "")
  foreach(archive ${ARGN})
    find_library(KEDANG_ARCHIVE_${archive} NAMES lib${archive}.a REQUIRED)
    target_link_libraries(kedang_dep_${name} INTERFACE ${KEDANG_ARCHIVE_${archive}})
  endforeach()
endfunction()

if(EMSCRIPTEN)
  kedang_headers(cereal ${KEDANG_DEPS}/include-wasm)
  kedang_headers(json ${KEDANG_DEPS}/include-wasm)
  kedang_headers(xxhash ${KEDANG_DEPS}/include-wasm)

  add_library(kedang_utf8proc STATIC ${KEDANG_DEPS}/src/utf8proc/utf8proc.c)
  target_include_directories(kedang_utf8proc SYSTEM PUBLIC ${KEDANG_DEPS}/src/utf8proc)
  target_compile_definitions(kedang_utf8proc PUBLIC UTF8PROC_STATIC)
  add_library(kedang::utf8proc ALIAS kedang_utf8proc)

  set(IMGUI ${KEDANG_DEPS}/src/imgui)
  add_library(kedang_imgui STATIC EXCLUDE_FROM_ALL
    ${IMGUI}/imgui.cpp
    ${IMGUI}/imgui_draw.cpp
    ${IMGUI}/imgui_tables.cpp
    ${IMGUI}/imgui_widgets.cpp)
  target_include_directories(kedang_imgui SYSTEM PUBLIC ${IMGUI})
  target_compile_definitions(kedang_imgui PUBLIC
    IMGUI_DISABLE_DEBUG_TOOLS
    IMGUI_DISABLE_DEFAULT_FONT
    IMGUI_DISABLE_DEMO_WINDOWS
    IMGUI_DISABLE_FILE_FUNCTIONS
    IMGUI_DISABLE_OBSOLETE_FUNCTIONS
    IMGUI_DISABLE_WIN32_FUNCTIONS
    IMGUI_USE_WCHAR32)
  add_library(kedang::imgui ALIAS kedang_imgui)

  # GoogleTest for Node: its sources as Debian's googletest package has them.
  if(KEDANG_TESTS)
    set(GTEST /usr/src/googletest/googletest)
    add_library(kedang_gtest STATIC EXCLUDE_FROM_ALL ${GTEST}/src/gtest-all.cc)
    target_include_directories(kedang_gtest SYSTEM PUBLIC ${GTEST}/include PRIVATE ${GTEST})
    target_compile_definitions(kedang_gtest PUBLIC GTEST_HAS_PTHREAD=0 GTEST_HAS_DEATH_TEST=0)
    add_library(kedang_gtest_main STATIC EXCLUDE_FROM_ALL ${GTEST}/src/gtest_main.cc)
    target_link_libraries(kedang_gtest_main PUBLIC kedang_gtest)
    add_library(kedang::gtest ALIAS kedang_gtest)
    add_library(kedang::gtest_main ALIAS kedang_gtest_main)
  endif()
  return()
endif()

find_package(Threads REQUIRED)
kedang_headers(cereal "")
kedang_headers(json "")
kedang_headers(xxhash "")
kedang_archive(utf8proc utf8proc)
target_compile_definitions(kedang_dep_utf8proc INTERFACE UTF8PROC_STATIC)

if(NOT KEDANG_FUZZ)
  kedang_archive(sqlite sqlite3)
  target_link_libraries(kedang_dep_sqlite INTERFACE Threads::Threads ${CMAKE_DL_LIBS} m)
  kedang_archive(sodium sodium)
  kedang_archive(zlib z)
  kedang_archive(brotli brotlienc brotlidec brotlicommon)
  kedang_archive(tls ssl crypto)
  target_link_libraries(kedang_dep_tls INTERFACE Threads::Threads ${CMAKE_DL_LIBS})

  kedang_headers(httplib ${KEDANG_DEPS}/src/cpp-httplib)
  target_compile_definitions(kedang_dep_httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT)
  target_link_libraries(kedang_dep_httplib INTERFACE kedang::tls Threads::Threads)

  kedang_headers(log "")
  target_compile_definitions(kedang_dep_log INTERFACE
    FMT_HEADER_ONLY SPDLOG_FMT_EXTERNAL SPDLOG_HEADER_ONLY)
  target_link_libraries(kedang_dep_log INTERFACE Threads::Threads)
  kedang_headers(cli "")
endif()

if(KEDANG_TESTS AND NOT KEDANG_FUZZ)
  find_package(GTest REQUIRED)
  add_library(kedang::gtest ALIAS GTest::gtest)
  add_library(kedang::gtest_main ALIAS GTest::gtest_main)
  kedang_archive(rapidcheck rapidcheck)
endif()
