// Settings of jemalloc for pggit's programs, which it reads from this name: memory in huge pages, since a long history fills
// hundreds of thousands of small ones, and few arenas, since each of them keeps some.
#include <jemalloc/jemalloc.h>

const char* malloc_conf = "thp:always,metadata_thp:always,narenas:4";
