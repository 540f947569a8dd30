# Finds the machine's Emscripten and hands over to its own toolchain file.
find_program(KEDANG_EM_CONFIG em-config REQUIRED)
execute_process(
  COMMAND ${KEDANG_EM_CONFIG} EMSCRIPTEN_ROOT
  OUTPUT_VARIABLE KEDANG_EMSCRIPTEN_ROOT
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
include(${KEDANG_EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake)

# Debian's em++ runs its JavaScript optimiser with modules that only Debian's own node finds.
if(EXISTS /usr/share/nodejs)
  set(CMAKE_C_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
  set(CMAKE_CXX_LINKER_LAUNCHER ${CMAKE_C_LINKER_LAUNCHER})
endif()
