#include "frontend/sqitch/uri.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "frontend/sqitch/names.h"

namespace pggit::frontend::sqitch {
namespace {

using std::string_view_literals::operator""sv;

struct Scheme {
  std::string_view name;
  std::string_view port;  // that goes without saying
  bool has_root;          // no path is the path "/"
};
// Those that name a server, whose name has no case.
constexpr auto kSchemes = std::to_array<Scheme>({{"http", "80", true},
                                                 {"https", "443", true},
                                                 {"ftp", "21", false},
                                                 {"ssh", "22", false},
                                                 {"sftp", "22", false},
                                                 {"rsync", "873", false},
                                                 {"ldap", "389", false}});

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || "-_.!~*'()"sv.find(c) != std::string_view::npos;
}
bool may_stand(char c) {
  return is_unreserved(c) || ";/?:@&=+$,%#"sv.find(c) != std::string_view::npos;
}

int hex_of(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = char(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string escape(unsigned char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {'%', kDigits[c >> 4], kDigits[c & 15]};
}

// Bytes of the scheme; npos: it has none.
std::size_t scheme_of(std::string_view uri) {
  const auto in_scheme = [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '.' || c == '-';
  };
  const auto end = std::ranges::find_if_not(uri, in_scheme);
  const bool is_one =
      end != uri.end() && *end == ':' && is_letter(uri.front()) && end != uri.begin();
  return is_one ? std::size_t(end - uri.begin()) : uri.npos;
}

// Letters and digits need no escape, and an escape is in capitals.
std::string with_plain_escapes(std::string_view uri) {
  std::string out;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const bool is_escape =
        uri[i] == '%' && i + 2 < uri.size() && hex_of(uri[i + 1]) >= 0 && hex_of(uri[i + 2]) >= 0;
    if (!is_escape) {
      out += uri[i];
      continue;
    }
    const char meant = char(hex_of(uri[i + 1]) * 16 + hex_of(uri[i + 2]));
    out += is_unreserved(meant) ? std::string(1, meant) : escape(static_cast<unsigned char>(meant));
    i += 2;
  }
  return out;
}

// Lower case; the brackets of an address of IPv6 stand as they are.
std::string plain_host(std::string_view host) {
  std::string out = base::to_lower(host);
  for (const auto& [escaped, bracket] : {std::pair("%5b", "["), std::pair("%5d", "]")}) {
    if (const std::size_t at = out.find(escaped); at != out.npos) out.replace(at, 3, bracket);
  }
  return out;
}

// `rest`: behind "https://".
std::string with_plain_server(std::string_view rest, const Scheme& scheme) {
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::string_view server = rest.substr(0, end);
  const std::size_t user = server.rfind('@');
  const std::size_t host = user == server.npos ? 0 : user + 1;
  std::string name = std::string(server.substr(0, host)) + plain_host(server.substr(host));
  const std::size_t colon = name.rfind(':');
  const bool has_port = colon != std::string::npos && colon >= host &&
                        std::ranges::all_of(name.substr(colon + 1), is_digit);
  if (has_port && (colon + 1 == name.size() || name.substr(colon + 1) == scheme.port))
    name.resize(colon);
  const bool needs_root = scheme.has_root && (end == rest.size() || rest[end] == '#');
  return name + (needs_root ? "/" : "") + std::string(rest.substr(end));
}

}  // namespace

std::string escaped_uri(std::string_view uri) {
  uri = trimmed(uri);
  const bool is_quoted = uri.size() > 1 && uri.starts_with('"') && uri.ends_with('"');
  if (uri.starts_with('<') && uri.ends_with('>')) {
    uri = uri.substr(1, uri.size() - 2);
    if (uri.starts_with("URL:")) uri.remove_prefix(4);
  } else if (is_quoted) {
    uri = uri.substr(1, uri.size() - 2);
  }
  std::string out;
  for (const char c : trimmed(uri))
    out += may_stand(c) ? std::string(1, c) : escape(static_cast<unsigned char>(c));
  return out;
}

std::string canonical_uri(std::string_view uri) {
  const std::string plain = with_plain_escapes(escaped_uri(uri));
  const std::size_t length = scheme_of(plain);
  if (length == std::string::npos) return plain;
  const std::string name = base::to_lower(plain.substr(0, length));
  const std::string_view rest = std::string_view(plain).substr(length + 1);
  const auto scheme = std::ranges::find(kSchemes, name, &Scheme::name);
  if (scheme == kSchemes.end() || !rest.starts_with("//")) return name + ":" + std::string(rest);
  return name + "://" + with_plain_server(rest.substr(2), *scheme);
}

}  // namespace pggit::frontend::sqitch
