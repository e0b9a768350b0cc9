#include "protocol/conformance/cases/catalogue.h"

#include "protocol/conformance/cases/case_data.h"

#include <algorithm>
#include <charconv>

namespace fg {

namespace {

using namespace case_data;

std::vector<CaseSpec> makeCatalogue()
{
    std::vector<CaseSpec> all;
    for (auto category : {framingCases, pingPongCases, reservedCases, fragmentationCases, utf8Cases,
                          closingCases, bulkCases, compressionCases}) {
        for (CaseSpec &spec : category()) {
            spec.number = static_cast<unsigned>(all.size() + 1);
            all.push_back(std::move(spec));
        }
    }
    return all;
}

std::vector<unsigned> numbersOf(std::string_view id)
{
    std::vector<unsigned> numbers;
    while (!id.empty()) {
        const std::string_view part = id.substr(0, id.find('.'));
        unsigned number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number);
        numbers.push_back(number);
        id.remove_prefix(std::min(id.size(), part.size() + 1));
    }
    return numbers;
}

} // namespace

std::span<const CaseSpec> catalogue()
{
    static const std::vector<CaseSpec> cases = makeCatalogue();
    return cases;
}

const CaseSpec *findCase(std::string_view id)
{
    const auto found = std::ranges::find(catalogue(), id, &CaseSpec::id);
    return found == catalogue().end() ? nullptr : &*found;
}

std::span<const CategoryInfo> categories()
{
    static const std::vector<CategoryInfo> all = {
        {"1", "Framing"},
        {"1.1", "Text messages"},
        {"1.2", "Binary messages"},
        {"2", "Pings and pongs"},
        {"3", "Reserved bits"},
        {"4", "Opcodes"},
        {"4.1", "Reserved data opcodes"},
        {"4.2", "Reserved control opcodes"},
        {"5", "Fragmentation"},
        {"6", "UTF-8"},
        {"6.1", "Empty texts"},
        {"6.2", "Valid texts in fragments"},
        {"6.3", "Invalid texts"},
        {"6.4", "Failing fast"},
        {"6.5", "Characters of one to four octets"},
        {"6.6", "A text cut at every octet"},
        {"6.7", "First characters of each length"},
        {"6.8", "First sequences of former lengths"},
        {"6.9", "Last characters of each length"},
        {"6.10", "Last sequences beyond Unicode"},
        {"6.11", "Characters around the limits"},
        {"6.12", "Continuation octets alone"},
        {"6.13", "First octets alone"},
        {"6.14", "Cut sequences"},
        {"6.15", "Cut sequences in a row"},
        {"6.16", "Octets that never occur"},
        {"6.17", "Overlong slashes"},
        {"6.18", "Longest overlong sequences"},
        {"6.19", "Overlong U+0000"},
        {"6.20", "Surrogates"},
        {"6.21", "Pairs of surrogates"},
        {"6.22", "Noncharacters"},
        {"6.23", "Specials"},
        {"7", "Closing"},
        {"7.1", "Order"},
        {"7.3", "Payload of the close frame"},
        {"7.5", "Reason that is not UTF-8"},
        {"7.7", "Close codes that may be sent"},
        {"7.9", "Close codes that must not be sent"},
        {"7.13", "Close codes without a definition"},
        {"9", "Limits and performance"},
        {"9.1", "Text in one frame"},
        {"9.2", "Binary in one frame"},
        {"9.3", "Text in many frames"},
        {"9.4", "Binary in many frames"},
        {"9.5", "Text in many writes"},
        {"9.6", "Binary in many writes"},
        {"9.7", "Round trips of text"},
        {"9.8", "Round trips of binary"},
        {"10", "Assembling fragments"},
        {"10.1", "Frames of 1300 octets"},
        {"12", "Compression of different content"},
        {"12.1", "JSON"},
        {"12.2", "A bitmap"},
        {"12.3", "Prose"},
        {"12.4", "HTML"},
        {"12.5", "Noise"},
        {"13", "Compression with different parameters"},
        {"13.1", "No demands"},
        {"13.2", "No context takeover"},
        {"13.3", "A window of 512 octets"},
        {"13.4", "A window of 32 KiB"},
        {"13.5", "No context takeover, a window of 512 octets"},
        {"13.6", "No context takeover, a window of 32 KiB"},
        {"13.7", "Three offers"},
    };
    return all;
}

bool idLess(std::string_view a, std::string_view b) { return numbersOf(a) < numbersOf(b); }

} // namespace fg
