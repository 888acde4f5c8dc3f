# The PostgreSQL 18 grammar (src/sql/grammar/): a WebAssembly module, pinned and fetched by tools/fetch_grammar, turned
# into C by wasm2c when the build runs. The C file takes half a minute to compile, once: it changes only with the module.

if(DEFINED ENV{XDG_CACHE_HOME})
  set(PGGIT_CACHE $ENV{XDG_CACHE_HOME}/pggit)
elseif(DEFINED ENV{HOME})
  set(PGGIT_CACHE $ENV{HOME}/.cache/pggit)
else()
  set(PGGIT_CACHE /root/.cache/pggit)
endif()
set(grammar_module ${PGGIT_CACHE}/libpg-query-18.1.5/libpg-query.wasm)
set(grammar_sha256 378b64e6182f65c71ad5dbd2c31c81e9dfed7d2f2debfb4b51c0d0de8fa2ae36)

if(NOT EXISTS ${grammar_module})
  message(FATAL_ERROR "${grammar_module} is missing: run ./setup first")
endif()
file(SHA256 ${grammar_module} got)
if(NOT got STREQUAL grammar_sha256)
  message(FATAL_ERROR "${grammar_module} is not libpg-query 18.1.5: run ./setup again")
endif()
find_program(WASM2C wasm2c REQUIRED)

set(grammar_dir ${CMAKE_BINARY_DIR}/grammar)
file(MAKE_DIRECTORY ${grammar_dir})
add_custom_command(
  OUTPUT ${grammar_dir}/pg18.c ${grammar_dir}/pg18.h
  COMMAND ${WASM2C} ${grammar_module} --module-name=pg18 -o ${grammar_dir}/pg18.c
  DEPENDS ${grammar_module}
  COMMENT "Turning the PostgreSQL 18 grammar into C"
  VERBATIM)

# wabt's code and ours meet here: no warnings of ours for the one, all of them for the other.
add_library(pggit_grammar_module OBJECT ${grammar_dir}/pg18.c ${grammar_dir}/pg18.h)
target_include_directories(pggit_grammar_module PUBLIC ${CMAKE_SOURCE_DIR}/src/sql/grammar/runtime ${grammar_dir})
target_compile_options(pggit_grammar_module PRIVATE -w -g0)

file(GLOB grammar_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/sql/grammar/*.cc)
list(FILTER grammar_sources EXCLUDE REGEX "_test\\.cc$")
add_library(pggit_grammar STATIC ${grammar_sources} $<TARGET_OBJECTS:pggit_grammar_module>)
add_dependencies(pggit_grammar pggit_grammar_module)
target_include_directories(pggit_grammar PRIVATE ${CMAKE_SOURCE_DIR}/src/sql/grammar/runtime)
target_include_directories(pggit_grammar SYSTEM PRIVATE ${grammar_dir})
target_link_libraries(pggit_grammar PUBLIC pggit_options PRIVATE m)
if(PGGIT_FUZZ)
  # wasm2c calls every function through a type with void* first; no other sanitizer minds, nor does any calling convention.
  set_source_files_properties(${CMAKE_SOURCE_DIR}/src/sql/grammar/wasm_imports.cc PROPERTIES COMPILE_OPTIONS -fno-sanitize=function)
endif()

file(GLOB grammar_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/sql/grammar/*_test.cc)
set(PGGIT_GRAMMAR_TESTS ${grammar_tests})
