#include "base/running_sha256.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace pggit::base {

struct RunningSha256::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free};
};

RunningSha256::RunningSha256() : state_(std::make_unique<State>()) {
  PGGIT_CHECK(state_->context &&
              EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

RunningSha256::~RunningSha256() = default;

void RunningSha256::add(std::string_view bytes) {
  PGGIT_CHECK(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

Hash RunningSha256::so_far() const {
  const State copy;
  Hash hash;
  PGGIT_CHECK(copy.context && EVP_MD_CTX_copy_ex(copy.context.get(), state_->context.get()) == 1 &&
              EVP_DigestFinal_ex(copy.context.get(), hash.bytes.data(), nullptr) == 1);
  return hash;
}

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()));
  text.resize(std::size_t(size));
  return text;
}

std::string base64(const Hash& hash) {
  return base64(
      std::string_view(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size()));
}

}  // namespace pggit::base
