#include "frontend/shared/text_file.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>

#include "base/text.h"

namespace pggit::frontend::shared {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// What came out before the first bytes that do not fit; `bad` is their offset, npos: all fits.
struct Decoded {
  std::string text;
  std::size_t bad = std::string::npos;
  bool known_encoding = true;
};

bool continues_character(char c) { return (c & 0xC0) == 0x80; }

// The first byte of the first character that is none.
std::size_t first_bad_byte(std::string_view text) {
  if (base::is_valid_utf8(text)) return text.npos;
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t length = 1;
    const bool many = (text[i] & 0x80) != 0;
    while (many && i + length < text.size() && length < 4 &&
           continues_character(text[i + length])) {
      ++length;
    }
    if (!base::is_valid_utf8(text.substr(i, length))) break;
    i += length;
  }
  return i;
}

Decoded through_iconv(const std::string& bytes, const std::string& encoding) {
  Decoded decoded;
  const iconv_t converter = ::iconv_open("UTF-8", encoding.c_str());
  if (converter == iconv_t(-1)) {
    decoded.known_encoding = false;
    return decoded;
  }
  char* in = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  char buffer[1 << 14];
  while (left > 0) {
    char* out = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t done = ::iconv(converter, &in, &left, &out, &room);
    decoded.text.append(buffer, sizeof buffer - room);
    if (done == std::size_t(-1) && errno != E2BIG) {
      decoded.bad = bytes.size() - left;
      break;
    }
  }
  ::iconv_close(converter);
  return decoded;
}

bool is_utf8(const std::string& encoding) {
  const std::string name = base::to_lower(encoding);
  return name == "utf-8" || name == "utf8" || name.empty();
}

Decoded decode(std::string bytes, const std::string& encoding) {
  if (!is_utf8(encoding)) return through_iconv(bytes, encoding);
  const std::size_t bad = first_bad_byte(bytes);
  return {std::move(bytes), bad};
}

std::string detected(std::string_view bytes, const std::string& otherwise) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "UTF-16";
  if (base::is_valid_utf8(bytes)) return "UTF-8";
  return is_utf8(otherwise) ? "ISO-8859-1" : otherwise;
}

std::string hex(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return std::string("0x") + kDigits[byte >> 4] + kDigits[byte & 15];
}

}  // namespace

base::Result<TextFile> read_text(const ir::Project& project, const std::string& path,
                                 const std::string& shown, const Encoding& encoding) {
  std::string bytes = TRY(project.disk->read(path));
  const std::string chosen = encoding.detect ? detected(bytes, encoding.name) : encoding.name;
  Decoded decoded = decode(bytes, chosen);
  if (!decoded.known_encoding) {
    return base::fail(base::ErrorCode::Input,
                      shown + ": `" + chosen + "` is no encoding that this machine knows; set " +
                          encoding.setting + " to UTF-8, ISO-8859-1 or another");
  }
  TextFile text{project.sources->add(shown, std::move(decoded.text)), 0, true};
  if (decoded.bad != std::string::npos) {
    text.readable = false;
    const auto at = std::uint32_t(is_utf8(chosen) ? decoded.bad : 0);
    project.diagnostics->report(base::Severity::Error, encoding.code, {text.file, at, at + 1},
                                "byte " + std::to_string(decoded.bad) + " (" +
                                    hex(static_cast<unsigned char>(bytes[decoded.bad])) +
                                    ") is no " + chosen + "; save the file as " + chosen +
                                    encoding.advice);
  }
  if (project.sources->file(text.file).text.starts_with(kByteOrderMark))
    text.begin = std::uint32_t(kByteOrderMark.size());
  return text;
}

std::string_view text_of(const base::Sources& sources, const TextFile& file) {
  return std::string_view(sources.file(file.file).text).substr(file.begin);
}

}  // namespace pggit::frontend::shared
