// No text may end the process or leave the grammar host unable to parse the next one.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sql/grammar/grammar_host.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static pggit::sql::GrammarHost host;
  const std::string_view sql(reinterpret_cast<const char*>(data), size);
  const bool parsed = host.parse(sql).ok();
  host.scan(sql);
  host.parse_plpgsql(sql);
  if (host.fingerprint(sql).ok() && !parsed) std::abort();
  if (!host.parse("SELECT 1").ok()) std::abort();
  return 0;
}
