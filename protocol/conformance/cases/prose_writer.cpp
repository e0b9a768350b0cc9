#include "protocol/conformance/cases/prose_writer.h"

#include <cctype>

namespace fg {

namespace {

using Word = std::string_view;

// The first words of each list are used most often.
constexpr Word nouns[] = {
    "harbour",   "lantern",  "letter",   "window",   "river",     "clock",    "garden",     "boat",
    "street",    "morning",  "door",     "table",    "stranger",  "map",      "bridge",     "market",
    "storm",     "kettle",   "ladder",   "rope",     "bell",      "orchard",  "carriage",   "drawer",
    "mirror",    "mill",     "ferry",    "station",  "hat",       "tower",    "candle",     "coat",
    "gate",      "notebook", "key",      "parcel",   "staircase", "violin",   "ledger",     "blanket",
    "well",      "wheel",    "meadow",   "workshop", "compass",   "barrel",   "chimney",    "roof",
    "suitcase",  "shelf",    "telegram", "fountain", "cellar",    "portrait", "hedge",      "anchor",
    "basket",    "quarry",   "island",   "pier",     "sleeve",    "hammer",   "valley",     "oven",
    "newspaper", "tunnel",   "pocket",   "curtain",  "shadow",    "signal",   "carpet",     "canal",
    "spoon",     "thimble",  "sail",     "thread",   "ribbon",    "saddle",   "lighthouse", "almanac"};
constexpr Word adjectives[] = {
    "old",     "narrow",   "quiet",   "wooden",   "bright",  "empty",     "heavy",     "green",   "distant",
    "patient", "cold",     "crooked", "small",    "careful", "forgotten", "yellow",    "broken",  "familiar",
    "slow",    "northern", "dusty",   "plain",    "hollow",  "gentle",    "restless",  "painted", "borrowed",
    "silver",  "foreign",  "damp",    "curious",  "steep",   "polished",  "weathered", "hurried", "faint",
    "upper",   "unsigned", "spare",   "stubborn", "shallow", "sudden",    "striped",   "second",  "modest",
    "folded",  "wide",     "absent",  "tidy",     "ragged"};
constexpr Word people[] = {"the clockmaker",
                           "the ferryman",
                           "the postmistress",
                           "her brother",
                           "the captain",
                           "the baker",
                           "the youngest of them",
                           "nobody",
                           "the schoolmaster",
                           "his neighbour",
                           "the painter",
                           "the widow",
                           "the night porter",
                           "a passing sailor",
                           "the surveyor",
                           "the whole street",
                           "the judge",
                           "the gardener",
                           "the apprentice",
                           "a child from the mill",
                           "the organist",
                           "the innkeeper",
                           "their aunt",
                           "the bookbinder",
                           "the doctor",
                           "one of the carpenters",
                           "the tailor",
                           "the stationmaster"};
constexpr Word transitiveVerbs[] = {
    "opened",   "remembered", "carried", "watched",   "mended",   "found",   "wanted",     "kept",
    "followed", "described",  "painted", "lost",      "counted",  "closed",  "polished",   "hid",
    "measured", "sold",       "noticed", "borrowed",  "returned", "cleaned", "avoided",    "admired",
    "repaired", "sketched",   "weighed", "locked",    "promised", "dropped", "emptied",    "examined",
    "dragged",  "unfolded",   "forgave", "inherited", "touched",  "wrapped", "questioned", "exchanged"};
constexpr Word intransitiveVerbs[] = {
    "waited",      "laughed",   "hesitated",  "slept",        "hurried",     "listened",
    "stood still", "came back", "shivered",   "sang",         "wandered",    "turned away",
    "complained",  "nodded",    "left early", "grew tired",   "looked up",   "stayed behind",
    "went home",   "disagreed", "whistled",   "arrived late", "kept silent", "agreed"};
constexpr Word adverbs[] = {"slowly",   "again",      "at once", "carefully", "already",    "without a word",
                            "twice",    "gladly",     "at last", "in vain",   "every year", "as before",
                            "silently", "by mistake", "all day", "politely",  "too soon",   "for a while"};
constexpr Word prepositions[] = {"behind", "near",    "under",  "beyond", "in front of", "across", "beside",
                                 "above",  "outside", "inside", "along",  "opposite",    "around", "past"};
constexpr Word times[] = {"in the evening",   "before noon",          "that winter",     "on the third day",
                          "after the rain",   "towards midnight",     "one Sunday",      "at low tide",
                          "in those years",   "when the wind turned", "during the fair", "a week later",
                          "before the frost", "on market days",       "at dawn",         "by lamplight"};
constexpr Word conjunctions[] = {"and", "but", "while", "because", "so", "although", "until", "for"};
constexpr Word numbers[] = {"two", "three", "four", "five", "seven", "nine", "eleven", "twenty", "forty"};
constexpr Word asciiNames[] = {"Marta Holt",    "Edwin Farrow", "Ines Calder", "Tobias Reed", "Agnes Pell",
                               "Rupert Vance",  "Lydia Marsh",  "Oskar Lindt", "Clara Boone", "Hugh Tarrant",
                               "Selma Aldous",  "Piers Wake",   "Nora Quill",  "Amos Tilley", "Greta Somers",
                               "Julian Starke", "Edith Rowan",  "Casper Dole", "Vera Hatch",  "Leon Brandt"};
constexpr Word unicodeNames[] = {"Zoë Åkerlund",  "Jürgen Weiß",  "Łucja Wójcik",    "Renée Lefèvre",
                                 "Søren Ødegård", "Íñigo Muñoz",  "Žofie Dvořáková", "Ágnes Szőke",
                                 "Μυρτώ Καρρά",   "Ольга Седова", "田中 さくら",     "Gökçe Yıldız"};
constexpr Word places[] = {"Saltmouth", "Upper Wend", "Corran",      "the Lower Town",
                           "Hask",      "Pellbridge", "Sorrow Hill", "Ninefields",
                           "East Quay", "Vantry",     "Ollerby",     "the Marshes"};

std::string capitalized(std::string text)
{
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

std::string joined(std::initializer_list<Word> words)
{
    std::string text;
    for (const Word word : words) {
        if (!text.empty() && !word.empty())
            text += ' ';
        text += word;
    }
    return text;
}

std::string_view articleOf(Word next) { return Word("aeiou").find(next.front()) == Word::npos ? "a" : "an"; }

} // namespace

std::string_view ProseWriter::name()
{
    const bool isForeign = m_letters == Letters::Unicode && m_random.oneIn(3);
    return isForeign ? m_random.of(unicodeNames) : m_random.mostlyFirst(asciiNames);
}

std::string_view ProseWriter::place() { return m_random.mostlyFirst(places); }

std::string_view ProseWriter::noun() { return m_random.mostlyFirst(nouns); }

std::string_view ProseWriter::adjective() { return m_random.mostlyFirst(adjectives); }

std::string ProseWriter::title()
{
    std::string first = capitalized(std::string(adjective()));
    return "The " + first + ' ' + capitalized(std::string(noun()));
}

std::string ProseWriter::subject()
{
    switch (m_random.below(5)) {
    case 0:
        return std::string(name());
    case 1:
        return joined({"the", adjective(), noun()});
    case 2:
        return joined({"the", noun(), "of", place()});
    default:
        return std::string(m_random.mostlyFirst(people));
    }
}

std::string ProseWriter::object()
{
    switch (m_random.below(6)) {
    case 0:
        return joined({"the", noun()});
    case 1:
        return joined({m_random.of(numbers), adjective(), "things"});
    case 2:
        return joined({"her", adjective(), noun()});
    case 3:
        return joined({"his", noun()});
    case 4:
        return joined({"the", noun(), m_random.mostlyFirst(prepositions), "the", noun()});
    default:
        return joined({"the", adjective(), noun()});
    }
}

std::string ProseWriter::predicate()
{
    if (m_random.oneIn(3))
        return joined({m_random.mostlyFirst(intransitiveVerbs),
                       m_random.oneIn(2) ? m_random.mostlyFirst(adverbs) : Word{}});
    return joined({m_random.mostlyFirst(transitiveVerbs), object()});
}

std::string ProseWriter::circumstance()
{
    if (m_random.oneIn(2))
        return std::string(m_random.of(times));
    return joined(
        {m_random.mostlyFirst(prepositions), "the", m_random.oneIn(2) ? adjective() : Word{}, noun()});
}

std::string ProseWriter::clause()
{
    std::string text = joined({subject(), predicate()});
    if (m_random.oneIn(3))
        text += ' ' + circumstance();
    return text;
}

std::string ProseWriter::speech()
{
    const bool isTypographic = m_letters == Letters::Unicode;
    return (isTypographic ? "\u201c" : "\"") + capitalized(clause())
        + (isTypographic ? ",\u201d said " : ",\" said ") + std::string(name());
}

std::string ProseWriter::sentence()
{
    switch (m_random.below(7)) {
    case 0:
        return speech() + '.';
    case 1:
        return capitalized(circumstance()) + ", " + clause() + '.';
    case 2:
    case 3:
        return capitalized(clause()) + ", " + std::string(m_random.mostlyFirst(conjunctions)) + ' ' + clause()
            + '.';
    case 4: {
        const Word quality = adjective();
        const Word verb = m_random.oneIn(2) ? "was" : "had been";
        return joined({"There", verb, articleOf(quality), quality, noun(), circumstance()})
            + (m_letters == Letters::Unicode ? " \u2013 " : "; ") + clause() + '.';
    }
    default:
        return capitalized(clause()) + '.';
    }
}

std::string ProseWriter::paragraph()
{
    std::string text;
    for (std::uint32_t left = m_random.between(3, 7); left > 0; --left)
        text += sentence() + (left > 1 ? " " : "");
    return text;
}

} // namespace fg
