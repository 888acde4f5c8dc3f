// What helps a migration that the shadow's server refused, by the server's own code for it.
//
//   ERROR 42501: permission denied to create role   =>   --pre-script FILE, which a superuser runs
#pragma once

#include <string>
#include <string_view>

namespace pggit::pipeline {

// A sentence for people. `failure`: the server's message, with its SQLSTATE behind "ERROR " or "FATAL " as
// pg::ServerError::text() writes it; anything else gets the general advice.
std::string remedy_for(std::string_view failure);

}  // namespace pggit::pipeline
