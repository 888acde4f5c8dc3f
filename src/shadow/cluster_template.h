// An initialised, empty data directory as a tar archive, made once and kept in a cache.
#pragma once

#include <string>

#include "shadow/cluster.h"

namespace pggit::shadow {

// The password that the superuser has in a template. Not a secret: it holds from a server's start
// to its first session, which gives it another one before anybody else can reach the socket.
inline constexpr const char* kTemplatePassword = "template";

// Opens the archive for reading, from the cache or newly made (by initdb, behind a supervisor);
// entries are relative to the data directory. Two programs may ask at once: the archive appears
// under its name whole or not at all. A cached archive that is not ours alone to write is not
// trusted. Returns a descriptor that the caller closes. Errors: Database (initdb failed; its
// words), Input (no room).
base::Result<int> open_template(const ClusterOptions& options);

// What decides an archive's name in the cache: server, encoding, locale, superuser, and how pggit
// makes it.
std::string template_key(const ClusterOptions& options);

}  // namespace pggit::shadow
