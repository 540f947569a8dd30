# kedang_embed_assets(TARGET SOURCE…): library of SOURCE… and the table of server/embedded_assets.h,
# packed by ci/pack_assets.mjs again whenever the client, an asset or the packer changes.

enable_language(ASM)
find_program(KEDANG_NODE node REQUIRED)

function(kedang_embed_assets target)
  set(out ${CMAKE_BINARY_DIR}/assets)
  add_custom_command(
    OUTPUT ${out}/embedded_assets.S ${out}/embedded_assets.cpp
    BYPRODUCTS ${out}/assets.json
    COMMAND ${KEDANG_NODE} ${CMAKE_SOURCE_DIR}/ci/pack_assets.mjs
      --root ${CMAKE_SOURCE_DIR} --client ${KEDANG_CLIENT_BUILD} --out ${out}
      --tree ${CMAKE_BINARY_DIR}/client --cache ${CMAKE_SOURCE_DIR}/build/packed
      --depfile ${out}/assets.d
    DEPENDS ${CMAKE_SOURCE_DIR}/ci/pack_assets.mjs
    DEPFILE ${out}/assets.d
    COMMENT "Packing client and assets"
    VERBATIM)
  add_library(${target} STATIC
    ${ARGN}
    ${out}/embedded_assets.S
    ${out}/embedded_assets.cpp)
  kedang_warnings(${target})
endfunction()
