// Connection strings.
#pragma once

#include <string>

namespace pggit::shadow {

struct Login {
  std::string socket;  // folder
  std::string user;
  std::string password;
};

// Names everything that libpq would else take from the environment.
std::string socket_conninfo(const Login& login, const std::string& database);

// `url`, a URI or keywords, with another database.
std::string with_database(const std::string& url, const std::string& database);

}  // namespace pggit::shadow
