#include "shadow/cluster_conninfo.h"

#include <string_view>

namespace pggit::shadow {
namespace {

// A value as libpq reads it: in quotes, with quotes and backslashes escaped.
std::string value(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string percent_encoded(std::string_view text) {
  static const char* const kHex = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                 (byte >= 'a' && byte <= 'z') || byte == '_' || byte == '-';
    out += plain ? std::string(1, c) : std::string{'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

}  // namespace

std::string socket_conninfo(const Login& login, const std::string& database) {
  return "host=" + value(login.socket) + " port=5432 user=" + value(login.user) +
         " password=" + value(login.password) + " dbname=" + value(database) +
         " sslmode=disable gssencmode=disable client_encoding=UTF8 options='' "
         "target_session_attrs=any"
         " connect_timeout=30 application_name=pggit";
}

std::string with_database(const std::string& url, const std::string& database) {
  std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return url + " dbname=" + value(database);
  std::size_t path = url.find_first_of("/?", scheme + 3);
  std::size_t query = url.find('?', scheme + 3);
  std::string options = query == std::string::npos ? "" : url.substr(query);
  return url.substr(0, path) + "/" + percent_encoded(database) + options;
}

}  // namespace pggit::shadow
