// Random words, and passwords as PostgreSQL stores them.
#pragma once

#include <cstdint>
#include <string>

namespace pggit::shadow {

// `digits` random hex digits from the kernel.
std::string random_hex(std::size_t digits);
// A random number below `bound` (over 0).
std::uint64_t random_below(std::uint64_t bound);

// The verifier that pg_authid keeps for a password (RFC 5802, and scram-common.c for the form). One
// iteration only: our passwords have 128 random bits, so stretching them would only make every
// connection slower.
std::string scram_verifier(const std::string& password, const std::string& salt);

}  // namespace pggit::shadow
