#include "frontend/psql/text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace pggit::frontend::psql {
namespace {

// How far from its beginning a script says its encoding.
constexpr std::size_t kLookedAt = 4096;

struct Name {
  std::string_view ours;  // PostgreSQL's, in lower case
  std::string_view iconv;
};
constexpr auto kNames = std::to_array<Name>({{"latin1", "ISO-8859-1"},
                                             {"latin2", "ISO-8859-2"},
                                             {"latin5", "ISO-8859-9"},
                                             {"latin9", "ISO-8859-15"},
                                             {"koi8r", "KOI8-R"},
                                             {"euc_jp", "EUC-JP"},
                                             {"euc_kr", "EUC-KR"},
                                             {"euc_cn", "EUC-CN"},
                                             {"sjis", "SJIS"},
                                             {"uhc", "UHC"},
                                             {"utf8", "UTF-8"}});

bool in_name(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '-';
}

std::string iconv_name(const std::string& name) {
  const auto found = std::ranges::find(kNames, name, &Name::ours);
  if (found != kNames.end()) return std::string(found->iconv);
  return name.starts_with("win") ? "CP" + name.substr(3) : name;
}

std::string stated(std::string_view bytes) {
  const std::string text = base::to_lower(bytes.substr(0, kLookedAt));
  for (const std::string_view word : {"client_encoding", "\\encoding"}) {
    std::size_t at = text.find(word);
    if (at == std::string::npos) continue;
    at = text.find_first_not_of(" \t='\"", at + word.size());
    if (at == std::string::npos) continue;
    if (text.compare(at, 3, "to ") == 0) at = text.find_first_not_of(" \t'\"", at + 3);
    std::size_t end = at;
    while (end < text.size() && in_name(text[end])) ++end;
    if (end > at) return iconv_name(text.substr(at, end - at));
  }
  return "UTF-8";
}

}  // namespace

base::Result<shared::TextFile> read_script_text(const ir::Project& project, const std::string& path,
                                                const std::string& shown) {
  const std::string bytes = TRY(project.disk->read(path));
  shared::Encoding encoding;
  encoding.code = "psql";
  encoding.advice = ", or say in its first lines what it is: \\encoding LATIN1";
  encoding.setting = "\\encoding in it";
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    encoding.name = "UTF-16";
  } else if (!base::is_valid_utf8(bytes)) {
    encoding.name = stated(bytes);
  }
  return shared::read_text(project, path, shown, encoding);
}

}  // namespace pggit::frontend::psql
