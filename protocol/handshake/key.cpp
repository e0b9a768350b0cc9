#include "protocol/handshake/opening.h"

#include "protocol/text/base64.h"

#include <openssl/evp.h>

#include <array>
#include <span>

namespace fg {

std::string encodeKey(const KeyNonce &nonce) { return toBase64(nonce); }

std::string acceptFor(std::string_view key)
{
    const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
        return {};
    return toBase64(std::as_bytes(std::span(digest).first(size)));
}

} // namespace fg
