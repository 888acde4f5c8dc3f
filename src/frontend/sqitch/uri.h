// A project's URI as it goes into the ids of its changes. Source: URI.pm, which Sqitch asks for the canonical form.
#pragma once

#include <string>
#include <string_view>

namespace pggit::frontend::sqitch {

// As Sqitch keeps it: what no URI holds is written as %XX.
std::string escaped_uri(std::string_view uri);

// "HTTPS://Example.org:443/%7euser" gives "https://example.org/~user".
std::string canonical_uri(std::string_view uri);

}  // namespace pggit::frontend::sqitch
