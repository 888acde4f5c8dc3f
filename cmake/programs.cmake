# The program itself, tools, and tests that cross layers.

if(EXISTS ${CMAKE_SOURCE_DIR}/src/cli/main.cc)
  add_executable(pggit src/cli/main.cc)
  target_link_libraries(pggit PRIVATE pggit_cli)
  set_source_files_properties(src/cli/arguments.cc PROPERTIES COMPILE_DEFINITIONS PGGIT_VERSION="${PROJECT_VERSION}")
endif()

# tools/<name>/main.cc becomes a program <name>; the *_test.cc beside it become test_<name>.
file(GLOB mains CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/*/main.cc)
foreach(main IN LISTS mains)
  cmake_path(GET main PARENT_PATH folder)
  cmake_path(GET folder FILENAME name)
  pggit_glob(tools/${name} sources)
  add_library(tool_${name} OBJECT ${sources} ${main})
  target_link_libraries(tool_${name} PUBLIC pggit_pipeline)
  target_include_directories(tool_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  add_executable(${name} $<TARGET_OBJECTS:tool_${name}>)
  target_link_libraries(${name} PRIVATE pggit_pipeline)
  if(sources_tests)
    pggit_add_tests(test_${name} pggit_pipeline ${sources} ${sources_tests})
    target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR})
  endif()
endforeach()

# tests/**/*_test.cc: what needs several layers at once.
pggit_glob(tests helpers)
if(helpers_tests)
  pggit_add_tests(test_whole "pggit_cli;pggit_pipeline" ${helpers} ${helpers_tests})
  target_include_directories(test_whole PRIVATE ${CMAKE_SOURCE_DIR})
endif()

file(GLOB benches CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/*.cc)
if(PGGIT_BENCH AND benches)
  find_package(benchmark REQUIRED)
  add_executable(pggit_bench ${benches})
  target_link_libraries(pggit_bench PRIVATE pggit_pipeline benchmark::benchmark_main)
endif()
