# The PostgreSQL 18 grammar: a WebAssembly module, turned into C by wasm2c when the build runs (src/sql/grammar/).

if(NOT EXISTS ${CMAKE_SOURCE_DIR}/src/sql/grammar/grammar_host.cc)
  add_library(pggit_grammar INTERFACE)
  return()
endif()
