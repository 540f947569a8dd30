# Imported targets for everything that is not ours, always as SYSTEM headers:
#   both sides: kedang::cereal kedang::json kedang::xxhash kedang::utf8proc kedang::expat kedang::minizip
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

  # Expat without document types and general entities, which office files do not have. Its tables are not salted: the
  # user's own browser reads files the user chose.
  set(EXPAT ${KEDANG_DEPS}/src/expat/expat/lib)
  add_library(kedang_expat STATIC EXCLUDE_FROM_ALL ${EXPAT}/xmlparse.c ${EXPAT}/xmlrole.c ${EXPAT}/xmltok.c)
  file(WRITE ${CMAKE_BINARY_DIR}/expat/expat_config.h
    "#define BYTEORDER 1234\n#define XML_CONTEXT_BYTES 0\n#define XML_GE 0\n#define XML_POOR_ENTROPY 1\n")
  target_include_directories(kedang_expat SYSTEM PUBLIC ${EXPAT} PRIVATE ${CMAKE_BINARY_DIR}/expat)
  target_compile_definitions(kedang_expat PUBLIC XML_STATIC)
  add_library(kedang::expat ALIAS kedang_expat)

  set(ZLIB ${KEDANG_DEPS}/src/zlib)
  add_library(kedang_zlib STATIC EXCLUDE_FROM_ALL
    ${ZLIB}/adler32.c ${ZLIB}/crc32.c ${ZLIB}/deflate.c ${ZLIB}/inffast.c ${ZLIB}/inflate.c ${ZLIB}/inftrees.c
    ${ZLIB}/trees.c ${ZLIB}/zutil.c)
  target_include_directories(kedang_zlib SYSTEM PUBLIC ${ZLIB})
  # What every byte of a workbook goes through.
  set_source_files_properties(${ZLIB}/crc32.c ${ZLIB}/inffast.c ${ZLIB}/inflate.c PROPERTIES COMPILE_OPTIONS "-O2;-finline-functions")
  # Its tables are computed when they are needed: constant data are part of the first load.
  target_compile_definitions(kedang_zlib PRIVATE BUILDFIXED DYNAMIC_CRC_TABLE Z_TESTW=0)
  # unzip.c includes its header as <minizip/…> elsewhere: the folder above it holds it under that name.
  add_library(kedang_minizip STATIC EXCLUDE_FROM_ALL
    ${KEDANG_DEPS}/src/minizip/ioapi.c ${KEDANG_DEPS}/src/minizip/unzip.c ${KEDANG_DEPS}/src/minizip/zip.c)
  target_include_directories(kedang_minizip SYSTEM PUBLIC ${KEDANG_DEPS}/src)
  target_compile_definitions(kedang_minizip PRIVATE NOUNCRYPT IOAPI_NO_64)
  target_link_libraries(kedang_minizip PUBLIC kedang_zlib)
  add_library(kedang::minizip ALIAS kedang_minizip)

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

kedang_archive(expat expat)
kedang_archive(zlib z)
kedang_archive(minizip minizip)
target_link_libraries(kedang_dep_minizip INTERFACE kedang::zlib)

if(NOT KEDANG_FUZZ)
  kedang_archive(sqlite sqlite3)
  target_link_libraries(kedang_dep_sqlite INTERFACE Threads::Threads ${CMAKE_DL_LIBS} m)
  kedang_archive(sodium sodium)
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

if(KEDANG_TESTS)
  find_package(GTest REQUIRED)
  add_library(kedang::gtest ALIAS GTest::gtest)
  add_library(kedang::gtest_main ALIAS GTest::gtest_main)
  if(NOT KEDANG_FUZZ)
    kedang_archive(rapidcheck rapidcheck)
  endif()
endif()
