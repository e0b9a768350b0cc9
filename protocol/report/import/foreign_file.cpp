#include "protocol/report/import/foreign_file.h"

#include "protocol/handshake/http_head.h"
#include "protocol/text/characters.h"
#include "protocol/text/json_cursor.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <array>
#include <span>

namespace fg {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view whatIsRead = "expected a recording of this program (pcapng), a session in JSON "
                                        "(\"format\" is its first member), or an "
                                        "HTTP Archive (\"log\" is its first member)";

// How files of a kind begin.
struct Kind
{
    std::string_view start;
    std::string_view problem;
};

constexpr std::string_view pcap =
    "it is a packet capture in the older pcap format. Sessions are in pcapng files that this program has "
    "recorded; "
    "`editcap -F pcapng` converts the format, but captures of other programs have no sessions";
constexpr std::string_view zlib = "it is compressed with zlib, as mitmproxy does with a .zhar: decompress it "
                                  "first, and open what comes out";

constexpr std::array<Kind, 18> kinds{{
    {"\x1f\x8b"sv, "it is compressed with gzip: decompress it first (gunzip), and open what comes out"},
    {"PK\x03\x04"sv,
     "it is a zip archive: unpack it first (unzip), and open the .har or .pcapng that is in it"},
    {"PK\x05\x06"sv, "it is a zip archive with nothing in it"},
    {"\xfd"
     "7zXZ\0"sv,
     "it is compressed with xz: decompress it first (unxz), and open what comes out"},
    {"\x28\xb5\x2f\xfd"sv,
     "it is compressed with zstd: decompress it first (unzstd), and open what comes out"},
    {"BZh"sv, "it is compressed with bzip2: decompress it first (bunzip2), and open what comes out"},
    {"\x04\x22\x4d\x18"sv, "it is compressed with lz4: decompress it first (unlz4), and open what comes out"},
    {"7z\xbc\xaf\x27\x1c"sv,
     "it is a 7z archive: unpack it first, and open the .har or .pcapng that is in it"},
    {"\x78\x01"sv, zlib},
    {"\x78\x9c"sv, zlib},
    {"\x78\xda"sv, zlib},
    // Microseconds and nanoseconds, in both byte orders.
    {"\xd4\xc3\xb2\xa1"sv, pcap},
    {"\xa1\xb2\xc3\xd4"sv, pcap},
    {"\x4d\x3c\xb2\xa1"sv, pcap},
    {"\xa1\xb2\x3c\x4d"sv, pcap},
    {"\xff\xfe"sv, "it is text in UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)"},
    {"\xfe\xff"sv, "it is text in UTF-16: convert it first (iconv -f UTF-16 -t UTF-8)"},
    {"%PDF-"sv, "it is a PDF document"},
}};

constexpr std::string_view webPage = "it is a web page. A report or a session that was exported as a page "
                                     "cannot be read back: export it as JSON, HAR "
                                     "or pcapng";
constexpr std::size_t looked = 64 * 1024; // Octets at the beginning that tell text from other content.

bool beginsWith(std::string_view text, std::string_view start)
{
    return equalsIgnoringCase(text.substr(0, start.size()), start);
}

std::string_view withoutSpaceBefore(std::string_view text)
{
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return text.substr(std::min(start, text.size()));
}

bool isTarArchive(std::string_view text)
{
    constexpr std::size_t magicAt = 257;
    return text.size() > magicAt && text.substr(magicAt).starts_with("ustar");
}

bool isBinary(std::string_view text)
{
    const auto isControl = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f'
            && c != '\x1b';
    };
    return std::ranges::any_of(text.substr(0, looked), isControl);
}

// What an object in JSON is that is neither a session nor an archive.
std::string problemOfJson(std::string_view text)
{
    JsonCursor json(text, JsonForm::Lenient);
    constexpr std::size_t mostForNames = 1024;
    json.limitMemory(mostForNames);
    std::string name;
    if (!json.enterObject())
        return std::string(whatIsRead);
    while (json.nextMember(name)) {
        if (name == "cases" || name == "servers" || name == "exclude-cases")
            return "it is a spec file: `frameglass test --spec` or `serve --spec` runs it, and the window "
                   "opens it";
        if (name == "entries")
            return "it is an HTTP Archive without its \"log\" around it: expected {\"log\": {\"entries\": "
                   "[...]}}";
        if (!json.skipValue())
            break;
    }
    return std::string(whatIsRead);
}

} // namespace

std::string whyNoSession(std::string_view text)
{
    if (text.empty())
        return "it is empty: nothing was ever written to it, or its content was lost";
    for (const Kind &kind : kinds) {
        if (text.starts_with(kind.start))
            return std::string(kind.problem);
    }
    if (isTarArchive(text))
        return "it is a tar archive: unpack it first (tar -xf), and open the .har or .pcapng that is in it";
    const std::string_view start = withoutSpaceBefore(text);
    if (start.empty())
        return "it has nothing but blanks and line breaks";
    if (beginsWith(start, "<!doctype html") || beginsWith(start, "<html"))
        return std::string(webPage);
    if (start.front() == '<')
        return "it is XML or HTML: " + std::string(whatIsRead);
    if (start.front() == '{')
        return problemOfJson(text);
    if (isBinary(text))
        return "it is a binary file of a kind that is not known here: " + std::string(whatIsRead);
    return std::string(start.front() == '[' ? "it is a list in JSON: " : "it is text, but not JSON: ")
        + std::string(whatIsRead);
}

} // namespace fg
