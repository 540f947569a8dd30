# Language, warnings, sanitizers and the compiler cache; applies to every target of this project.
#
#   kedang_warnings(TARGET)     our own sources: warnings are errors
#   kedang_exceptions(TARGET)   exceptions and RTTI on also in WebAssembly (Cereal needs both)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
if(EMSCRIPTEN)
  # The first load is what a newcomer waits for; what runs over every record is -O2 (kedang_hot_sources).
  set(CMAKE_CXX_FLAGS_RELEASE "-Oz -finline-functions -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-Oz -finline-functions -DNDEBUG")
else()
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")

include_directories(${CMAKE_SOURCE_DIR})
# The same build from another folder gives the same binary and hits the same cache.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

find_program(KEDANG_CCACHE ccache)
if(KEDANG_CCACHE)
  # By what the compiler says it has read: running the preprocessor beforehand is a tenth of a build from nothing.
  set(KEDANG_CCACHE_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_DIR=${CMAKE_SOURCE_DIR}/build/ccache CCACHE_MAXSIZE=4G
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1)
  if(EMSCRIPTEN)
    list(APPEND KEDANG_CCACHE_LAUNCHER CCACHE_COMPILERTYPE=clang)
  endif()
  set(CMAKE_C_COMPILER_LAUNCHER ${KEDANG_CCACHE_LAUNCHER} ${KEDANG_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KEDANG_CCACHE_LAUNCHER} ${KEDANG_CCACHE})
endif()

if(KEDANG_SANITIZE)
  # A null pointer, a wrong type or a wrong size end in AddressSanitizer's hands, too: their checks are half the compile
  # time and find nothing more. Two checks of every pointer that is moved or followed are left to the fuzz preset, which
  # runs the same code on stranger input.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,object-size,vptr -fno-sanitize-recover=all)
  if(NOT KEDANG_FUZZ)
    add_compile_options(-fno-sanitize=alignment,pointer-overflow,nonnull-attribute,returns-nonnull-attribute)
  endif()
  add_link_options(-fsanitize=address,undefined)
endif()
if(KEDANG_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(NOT EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fstack-protector-strong -D_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--gc-sections)
endif()

if(EMSCRIPTEN)
  add_compile_options(-msimd128)
  # Objects with and without exceptions are linked into one module: the linker must know.
  add_link_options(-fwasm-exceptions)
  add_compile_options("$<$<AND:$<COMPILE_LANGUAGE:CXX>,$<NOT:$<BOOL:$<TARGET_PROPERTY:KEDANG_EXCEPTIONS>>>>:-fno-exceptions;-fno-rtti>")
endif()

function(kedang_warnings target)
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wshadow -Wconversion -Werror>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 reports these falsely inside its own library at -O2.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
    if(KEDANG_SANITIZE)
      # And these falsely in code the sanitizers have instrumented (GCC's manual says so).
      target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>)
    endif()
  endif()
endfunction()

function(kedang_exceptions target)
  set_target_properties(${target} PROPERTIES KEDANG_EXCEPTIONS ON)
  if(EMSCRIPTEN)
    target_compile_options(${target} PRIVATE -fwasm-exceptions)
  endif()
endfunction()

# Sources of the current directory whose speed is felt: optimised for it in WebAssembly, too. Emscripten adds
# -fno-inline-functions wherever it sees -Oz, even before an -O2: inlining has to be asked for. Sets of rows meet sixteen
# bytes at a time (every browser of the last years knows simd128).
function(kedang_hot_sources)
  if(EMSCRIPTEN)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-O2;-finline-functions;-msimd128")
  endif()
endfunction()
