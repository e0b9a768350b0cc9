#include "protocol/handshake/opening.h"

#include <openssl/evp.h>

#include <span>

namespace fg {

namespace {

std::string base64(std::span<const unsigned char> octets)
{
    // EVP_EncodeBlock writes a NUL behind the text.
    std::vector<unsigned char> text((octets.size() + 2) / 3 * 4 + 1);
    const int size = EVP_EncodeBlock(text.data(), octets.data(), static_cast<int>(octets.size()));
    return {text.begin(), text.begin() + size};
}

} // namespace

std::string encodeKey(const KeyNonce &nonce)
{
    return base64({reinterpret_cast<const unsigned char *>(nonce.data()), nonce.size()});
}

std::string acceptFor(std::string_view key)
{
    const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
        return {};
    return base64(std::span(digest).first(size));
}

} // namespace fg
