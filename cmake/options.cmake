# Language, warnings, sanitizers, linker and system libraries, the same for every target of ours.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# What a kept proof rests on is also the build that made it (src/base/build_id.h).
add_link_options(-Wl,--build-id=sha1)

# Flags for our own C++; the generated grammar is compiled without them.
add_library(pggit_options INTERFACE)
target_include_directories(pggit_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(pggit_options INTERFACE _GLIBCXX_ASSERTIONS)
target_compile_options(pggit_options INTERFACE -Wall -Wextra -Werror -Werror=switch)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns of its own std::string (its bug 105651) and of std::optional inside std::variant.
  target_compile_options(pggit_options INTERFACE -Wno-restrict -Wno-error=maybe-uninitialized)
endif()
if(PGGIT_SANITIZE)
  target_compile_options(pggit_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()
if(PGGIT_FUZZ)
  # g++ decides about warnings; clang has others.
  target_compile_options(pggit_options INTERFACE -Wno-error -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(simdjson REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(pugixml REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)

# What programs allocate memory with (docs/decisions/019-allocator.md); sanitizers bring their own.
add_library(pggit_allocator INTERFACE)
if(NOT PGGIT_SANITIZE AND NOT PGGIT_FUZZ)
  target_sources(pggit_allocator INTERFACE ${CMAKE_SOURCE_DIR}/src/base/allocator.cc)
  target_link_libraries(pggit_allocator INTERFACE jemalloc)
endif()

# What each layer needs from outside. Headers of these stay in .cc files.
set(pggit_base_needs fmt::fmt OpenSSL::Crypto ZLIB::ZLIB Threads::Threads)
set(pggit_syntax_needs simdjson::simdjson yaml-cpp pugixml::pugixml)
set(pggit_pg_needs PostgreSQL::PostgreSQL)
set(pggit_sql_needs pggit_grammar simdjson::simdjson)
set(pggit_cli_needs CLI11::CLI11)
