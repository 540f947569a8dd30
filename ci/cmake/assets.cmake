function(kedang_embed_assets target)
endfunction()
